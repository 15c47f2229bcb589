import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSameRepository } from "../../../../components/repository/address";
import { gitAccess } from "../../../../components/repository/gitAccess";
import { environment } from "../../../../dev/support/environment";
import { SecretValue } from "../../../../core/secret";
import { writePrivate } from "../../../../gitops/revision/scratch";
import type { PlainObject } from "../../../../core/merge";

const HTTPS = "https://git.example.com/acme/platform.git";
const SSH = "git@git.example.com:acme/platform.git";

const KNOWN = "git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKq0m6eqE3sVpzNJS1RVbqJ2o0WzZmMZrTSb5ZBXVYvR";

describe("how git gets into the repository that Argo CD reads", () => {
  const access = (repository: PlainObject, argocd: PlainObject = {}, env: NodeJS.ProcessEnv = {}) => {
    const described = environment({ repository, argocd });
    return gitAccess(described.repository, described.argocd, "/scratch", env);
  };
  const settingsOf = ({ env }: { env: NodeJS.ProcessEnv }) =>
    Array.from({ length: Number(env.GIT_CONFIG_COUNT ?? 0) }, (_, index) => [
      env[`GIT_CONFIG_KEY_${index}`],
      env[`GIT_CONFIG_VALUE_${index}`],
    ]);

  it("by the stack's password, which no file and no setting holds", () => {
    const { env, files, ours } = access({ url: HTTPS, password: new SecretValue("a-token") });
    assert.deepEqual([ours, files], [true, {}]);
    assert.deepEqual([env.AGENTGATEWAY_GIT_USER, env.AGENTGATEWAY_GIT_PASSWORD], ["x-access-token", "a-token"]);
    const settings = settingsOf({ env });
    assert.ok(!JSON.stringify(settings).includes("a-token"));
    assert.deepEqual(settings[0], ["credential.helper", ""], "no helper of the user's is asked, or told to store it");
  });

  it("by the credentials of the template whose address is the longest that fits, where it has none itself", () => {
    const credentials = {
      all: { url: "https://git.example.com/", username: "all", password: new SecretValue("all") },
      acme: { url: "https://git.example.com/acme/", username: "acme", password: new SecretValue("acme") },
      charts: { url: `${HTTPS}/`, type: "helm", username: "charts", password: new SecretValue("charts") },
    };
    assert.equal(access({ url: HTTPS }, { credentials }).env.AGENTGATEWAY_GIT_PASSWORD, "acme");
    const own = { url: HTTPS, username: "me", password: new SecretValue("mine") };
    assert.equal(access(own, { credentials }).env.AGENTGATEWAY_GIT_PASSWORD, "mine");
  });

  it("by the user's own, with what their environment says, where the stack has none that git could use", () => {
    const users = { GIT_SSH_COMMAND: "ssh -J jump", GIT_ASKPASS: "/ask", HOME: "/home" };
    const githubApp = { id: 1, privateKey: new SecretValue("key") };
    for (const repository of [{ url: HTTPS }, { url: HTTPS, githubApp }, { url: SSH }]) {
      const { env, files, ours } = access(repository, { knownHosts: KNOWN }, users);
      assert.deepEqual([ours, files, env.GIT_SSH_COMMAND, env.GIT_ASKPASS], [false, {}, "ssh -J jump", "/ask"]);
    }
  });

  it("with the authority of a host, beside settings that are there already", () => {
    const certificate = execFileSync(
      "openssl",
      [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
        ...["-keyout", "/dev/null", "-subj", "/CN=test", "-days", "1"],
      ],
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    );
    const argocd = { certificateAuthorities: { "git.example.com": certificate, "other.example.com": certificate } };
    const users = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "me" };
    const { env, files } = access({ url: HTTPS }, argocd, users);
    assert.deepEqual(files, { "/scratch/authorities.pem": certificate });
    assert.deepEqual(settingsOf({ env }), [
      ["user.name", "me"],
      [`http.${HTTPS}.sslCAInfo`, "/scratch/authorities.pem"],
    ]);
  });

  it("by the stack's SSH key alone, at hosts whose key is known, as ssh reads it", async () => {
    const directory = mkdtempSync(join(tmpdir(), "git access's "));
    try {
      const described = environment({
        repository: { url: SSH, sshPrivateKey: new SecretValue("-----BEGIN X-----\r\na\r\n-----END X-----") },
        argocd: { knownHosts: KNOWN },
      });
      const { env, files } = gitAccess(described.repository, described.argocd, directory, {});
      assert.deepEqual(files, {
        [join(directory, "key")]: "-----BEGIN X-----\na\n-----END X-----\n",
        [join(directory, "known_hosts")]: described.argocd.knownHosts,
      });
      await writePrivate(files);
      const command = `${env.GIT_SSH_COMMAND} -G git@git.example.com`;
      const read = execFileSync("sh", ["-c", command], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
      for (const line of [
        `identityfile ${join(directory, "key")}`,
        "batchmode yes",
        "identitiesonly yes",
        "identityagent none",
        "controlmaster false",
      ])
        assert.ok(read.split("\n").includes(line), `${line}\n${read}`);
      assert.match(read, /^stricthostkeychecking (yes|true)$/m);
      assert.match(read, new RegExp(`^userknownhostsfile ${directory}/known_hosts \\S+/.ssh/known_hosts$`, "m"));
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("an address is the same repository over any protocol, and another one at another port or path", () => {
    for (const same of [
      HTTPS,
      "https://git.example.com/Acme/platform",
      SSH,
      "ssh://git@git.example.com:2222/acme/platform.git/",
    ])
      assert.ok(isSameRepository(same, HTTPS), same);
    for (const other of [
      "https://git.example.com:8443/acme/platform.git",
      `${HTTPS}x`,
      "https://example.com/acme/platform",
      "/acme/platform.git",
    ])
      assert.ok(!isSameRepository(other, HTTPS), other);
  });
});
