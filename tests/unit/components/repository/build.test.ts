import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { GitRepository } from "../../../../components";
import { environmentRepositories } from "../../../../components/repository/component";
import { onCluster } from "../../../../dev/support/placement";
import { credentialTemplates, repositorySecrets } from "../../../../components/repository/build";
import { privateKeyError } from "../../../../components/repository/credentials/privateKey";
import { missingSecrets } from "../../../../config/checks";
import { UserError } from "../../../../core/errors";
import type { PlainObject } from "../../../../core/merge";
import { SecretValue } from "../../../../core/secret";
import { environment } from "../../../../dev/support/environment";
import { record } from "../../../../dev/support/recorder";

const pem = (options: object = {}) =>
  generateKeyPairSync("ed25519")
    .privateKey.export({ type: "pkcs8", format: "pem", ...options })
    .toString();
const KEY = pem();
const ED25519 = Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from("ssh-ed25519"), Buffer.alloc(36)]).toString(
  "base64",
);
const secret = (value: string) => new SecretValue(value);
const https = "https://git.example.com/acme/x.git";
const ssh = "git@github.com:acme/x.git";

const at = (repository: PlainObject, argocd: PlainObject = {}) => environment({ repository, argocd });

function errorsOf(repository: PlainObject, argocd: PlainObject = {}): string[] {
  try {
    at(repository, argocd);
  } catch (error) {
    if (error instanceof UserError) return error.errors.map(({ path, problem }) => `${path}: ${problem}`);
    throw error;
  }
  return [];
}

/** What is found once secrets can be read, but for the kubeconfig. */
const deployErrors = (repository: PlainObject, argocd: PlainObject = {}) =>
  missingSecrets(at(repository, argocd))
    .filter(({ path }) => path !== "cluster.kubeconfig")
    .map(({ path, problem }) => `${path}: ${problem}`);

/** What Argo CD gets: the data of each Secret, by its name. */
async function registered(repository: PlainObject, argocd: PlainObject = {}): Promise<Record<string, object>> {
  const registrations = await record(
    () => new GitRepository("repository", environmentRepositories(at(repository, argocd)), onCluster()),
  );
  const secrets = registrations.filter(({ type }) => type === "kubernetes:core/v1:Secret");
  return Object.fromEntries(
    secrets.map(({ inputs }) => {
      const { metadata, data } = inputs as {
        metadata: { name: string; labels: Record<string, string> };
        data: { secret: Record<string, string> };
      };
      const values = Object.entries(data.secret).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]);
      return [
        metadata.name,
        { kind: metadata.labels["argocd.argoproj.io/secret-type"], ...Object.fromEntries(values) },
      ];
    }),
  );
}

describe("the Git repository", () => {
  const git = async (repository: PlainObject) => (await registered(repository))["agentgateway-infra-repo"];
  const base = { kind: "repository", type: "git" };

  it("is public, or let Argo CD in by a password or token", async () => {
    assert.deepEqual(await git({ url: https }), { ...base, url: https });
    assert.deepEqual(await git({ url: https, password: secret("t") }), { ...base, url: https, password: "t" });
    assert.deepEqual(await git({ url: https, username: "u", password: secret("p") }), {
      ...base,
      url: https,
      username: "u",
      password: "p",
    });
  });

  it("is let in by an SSH key, which ends with a line break", async () => {
    for (const url of [ssh, "ssh://git@github.com/acme/x.git"]) {
      assert.deepEqual(await git({ url, sshPrivateKey: secret(KEY.trimEnd()) }), { ...base, url, sshPrivateKey: KEY });
    }
  });

  it("is let in as a GitHub App", async () => {
    const githubApp = {
      id: 1,
      installationId: 2,
      privateKey: secret(KEY),
      enterpriseUrl: "https://ghe.example.com/api/v3",
    };
    assert.deepEqual(await git({ url: https, githubApp }), {
      ...base,
      url: https,
      githubAppID: "1",
      githubAppInstallationID: "2",
      githubAppEnterpriseBaseUrl: "https://ghe.example.com/api/v3",
      githubAppPrivateKey: KEY,
    });
    assert.deepEqual(await git({ url: https, githubApp: false }), { ...base, url: https });
  });

  it("is left to who makes its Secret, and that of the charts is made", async () => {
    for (const url of [https, ssh]) {
      const repository = { url, existingSecret: "their-repo" };
      assert.deepEqual(Object.keys(await registered(repository)), ["agentgateway-charts"]);
      const { repository: spec, sources } = at(repository);
      assert.deepEqual(repositorySecrets(spec, sources, "argocd").git.entries, []);
    }
  });

  it("stands in Git without a secret", () => {
    const githubApp = { id: 1, privateKey: secret("canary") };
    for (const repository of [
      { url: https, username: "u", password: secret("canary") },
      { url: ssh, sshPrivateKey: secret("canary") },
      { url: https, githubApp },
    ]) {
      const { repository: spec, sources } = at(repository);
      const { git } = repositorySecrets(spec, sources, "argocd");
      assert.ok(!JSON.stringify(git.object).includes("canary"));
      assert.equal(git.entries.length, 1);
    }
  });

  it("has an address without credentials, over HTTP or SSH", () => {
    for (const url of [https, "http://127.0.0.1:3000/x.git", ssh, "ssh://git@github.com:22/acme/x.git"]) {
      assert.deepEqual(errorsOf({ url }), []);
    }
    for (const url of ["github.com/acme/x", "file:///x.git", "oci://ghcr.io/acme/x", "git@github.com", "ftp://x/y"]) {
      assert.match(errorsOf({ url }).join(), /^repository\.url: ".*" must be an address such as https/, url);
    }
    for (const url of ["https://u:p@git.example.com/x.git", "https://token@git.example.com/x.git"]) {
      assert.match(errorsOf({ url }).join(), /must not hold a user or password/);
    }
  });
});

describe("the credentials of a repository", () => {
  const key = secret(KEY);
  const app = { id: 1, privateKey: key };

  it("are of one form, which fits the address", () => {
    const wrong: [PlainObject, string][] = [
      [{ url: https, password: key, githubApp: app }, "repository: has password and githubApp"],
      [
        { url: ssh, password: key, sshPrivateKey: key, githubApp: app },
        "repository: has password and sshPrivateKey and githubApp",
      ],
      [{ url: https, sshPrivateKey: key }, "repository.sshPrivateKey: is not for an address over https"],
      [{ url: ssh, password: key }, "repository.password: is not for an address over ssh"],
      [{ url: ssh, githubApp: app }, "repository.githubApp: is not for an address over ssh"],
      [{ url: "http://g/x.git", githubApp: app }, "repository.githubApp: is not for an address over http"],
      [{ url: https, password: key, existingSecret: "a" }, "repository: has password and existingSecret"],
      [
        { url: https, username: "git", existingSecret: "a" },
        "repository.username: is for a password, and there is existingSecret",
      ],
      [{ url: ssh, username: "git" }, "repository.username: is for a password, and there is none"],
      [
        { url: https, username: "git", githubApp: app },
        "repository.username: is for a password, and there is githubApp",
      ],
    ];
    for (const [repository, error] of wrong) assert.deepEqual(errorsOf(repository), [error]);
  });

  it("are encrypted", () => {
    const plain = "is in plain text, where everybody can read it";
    assert.deepEqual(errorsOf({ url: ssh, sshPrivateKey: KEY }), [`repository.sshPrivateKey: ${plain}`]);
    assert.deepEqual(errorsOf({ url: https, githubApp: { id: 1, privateKey: KEY } }), [
      `repository.githubApp.privateKey: ${plain}`,
    ]);
  });

  it("are missed where a stack deploys without them, and not where another stack's Argo CD has them", () => {
    assert.deepEqual(deployErrors({ url: https }), []);
    assert.deepEqual(deployErrors({ url: https, username: "u" }), ["repository.password: is missing"]);
    assert.deepEqual(deployErrors({ url: ssh, existingSecret: "their-repo" }), []);
    assert.deepEqual(deployErrors({ url: ssh }), ["repository.sshPrivateKey: is missing"]);
    assert.deepEqual(deployErrors({ url: https, githubApp: { id: 1 } }), [
      "repository.githubApp.privateKey: is missing",
    ]);
    const credentials = { mirror: { url: "oci://registry.example.com/charts" } };
    assert.deepEqual(deployErrors({ url: https }, { credentials }), ["argocd.credentials.mirror.password: is missing"]);
    const hub = environment({ repository: { url: ssh }, argocd: { mode: "existing" }, cluster: { name: "stage" } });
    assert.deepEqual(
      missingSecrets(hub).map(({ path }) => path),
      ["cluster.kubeconfig", "argocd.kubeconfig"],
    );
  });

  it("are keys that Argo CD can use", () => {
    const openssh = (cipher: string) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(cipher.length);
      const bytes = Buffer.concat([Buffer.from("openssh-key-v1\0"), length, Buffer.from(cipher), Buffer.alloc(70)]);
      return `-----BEGIN OPENSSH PRIVATE KEY-----\n${bytes.toString("base64")}\n-----END OPENSSH PRIVATE KEY-----\n`;
    };
    assert.equal(privateKeyError(KEY), undefined);
    assert.equal(privateKeyError(KEY.replace(/\n/g, "\r\n")), undefined);
    assert.equal(privateKeyError(openssh("none")), undefined);
    const wrong: [string, RegExp][] = [
      ["/home/me/.ssh/id_ed25519", /is no private key in PEM; store the contents/],
      ["ssh-ed25519 AAAAC3Nz me@host", /is the public key/],
      [KEY.slice(0, 60), /is no private key in PEM/],
      [KEY.replace(/[A-Za-z0-9]{20}/, "AAAA"), /is damaged/],
      [openssh("aes256-ctr"), /is protected by a passphrase/],
      [openssh("none").replace("b3BlbnNzaC1", "AAAAAAAAAAA"), /is damaged/],
      [pem({ cipher: "aes-256-cbc", passphrase: "x" }), /is protected by a passphrase/],
    ];
    for (const [text, error] of wrong) assert.match(privateKeyError(text) ?? "accepted", error);
    const errors = deployErrors({ url: ssh, sshPrivateKey: secret("canary-no-key") });
    assert.match(errors.join(), /^repository\.sshPrivateKey: is no private key/);
    assert.ok(!errors.join().includes("canary"));
  });
});

describe("credentials for other repositories", () => {
  it("are templates for Git, for charts and for registries", async () => {
    const credentials = {
      acme: { url: "https://github.com/acme/", password: secret("t") },
      keys: { url: "git@github.com:acme/", sshPrivateKey: secret(KEY) },
      mirror: { url: "oci://registry.example.com/charts", username: "u", password: secret("p") },
      charts: { url: "https://charts.example.com", type: "helm", username: "u", password: secret("p") },
      manifests: { url: "oci://registry.example.com/manifests", type: "oci", password: secret("p") },
    };
    const kind = "repo-creds";
    const created = await registered({ url: https }, { credentials });
    const of = (name: string) => created[`agentgateway-credentials-${name}`];
    assert.deepEqual(of("acme"), { kind, type: "git", url: "https://github.com/acme/", password: "t" });
    assert.deepEqual(of("keys"), { kind, type: "git", url: "git@github.com:acme/", sshPrivateKey: KEY });
    const login = { username: "u", password: "p" };
    // Argo CD writes the address of a registry of charts without its scheme.
    assert.deepEqual(of("mirror"), {
      kind,
      type: "helm",
      url: "registry.example.com/charts",
      enableOCI: "true",
      ...login,
    });
    assert.deepEqual(of("charts"), { kind, type: "helm", url: "https://charts.example.com", ...login });
    assert.deepEqual(of("manifests"), {
      kind,
      type: "oci",
      url: "oci://registry.example.com/manifests",
      password: "p",
    });
  });

  it("hold no secret apart from their entries", () => {
    const credentials = { a: { url: "https://github.com/acme/", password: secret("canary") } };
    const { object } = credentialTemplates(at({ url: https }, { credentials }).argocd).a!;
    assert.ok(!JSON.stringify(object).includes("canary"));
  });

  it("are of a type that has such addresses", () => {
    const credentials = {
      a: { url: "https://registry.example.com/x", type: "oci", password: secret("p") },
      b: { url: "oci://registry.example.com/x", type: "git", password: secret("p") },
      c: { url: "registry.example.com", password: secret("p") },
    };
    assert.deepEqual(errorsOf({ url: https }, { credentials: { a: credentials.a, b: credentials.b } }), [
      "argocd.credentials.a.type: is oci, whose addresses are not over https",
      "argocd.credentials.b.type: is git, whose addresses are not over oci",
    ]);
    assert.match(
      errorsOf({ url: https }, { credentials: { c: credentials.c } }).join(),
      /credentials\.c\.url: .*must be an address/,
    );
  });
});

describe("known hosts", () => {
  const url = "ssh://git@git.example.com:2222/x.git";
  const missing = "argocd.knownHosts: has no host key of git.example.com, which a repository is on";
  const hashed = (name: string) =>
    `|1|${Buffer.from("salt").toString("base64")}|${createHmac("sha1", "salt").update(name).digest("base64")}`;

  it("are needed for each SSH server that a release does not bring, by host and port", () => {
    assert.deepEqual(errorsOf({ url: ssh }), []);
    const known = (knownHosts: string, address = url) => errorsOf({ url: address }, { knownHosts });
    assert.deepEqual(known(""), [missing]);
    assert.deepEqual(known(`git.example.com ssh-ed25519 ${ED25519}`), [missing]);
    for (const hosts of [
      "[git.example.com]:2222",
      "x,[git.example.com]:2222",
      "[*.example.com]:2222",
      hashed("[git.example.com]:2222"),
    ]) {
      assert.deepEqual(known(`# comment\n${hosts} ssh-ed25519 ${ED25519}\n`), [], hosts);
    }
    assert.deepEqual(known(`git.example.com ssh-ed25519 ${ED25519}`, "git@git.example.com:x.git"), []);
    assert.deepEqual(known(`*.example.com,!git.example.com ssh-ed25519 ${ED25519}`, "git@git.example.com:x.git"), [
      missing,
    ]);
    const credentials = { a: { url: "git@git.example.com:acme/", sshPrivateKey: secret(KEY) } };
    assert.deepEqual(errorsOf({ url: https }, { credentials }), [missing]);
  });

  it("are whole lines", () => {
    assert.deepEqual(
      errorsOf({ url: https }, { knownHosts: `ok ssh-ed25519 ${ED25519}\ngit.example.com ssh-ed25519\n` }),
      ["argocd.knownHosts: line 2 is not `<hosts> <key type> <key>`"],
    );
    assert.equal(errorsOf({ url: https }, { knownHosts: "git.example.com ssh-rsa AAAAC3NzaC1lZDI1NTE5" }).length, 1);
  });

  it("say how to get what is missing", () => {
    assert.throws(() => at({ url }), /Add what `ssh-keyscan -p 2222 git\.example\.com` prints, after comparing/);
  });
});
