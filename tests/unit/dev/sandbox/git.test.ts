import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { cgiEnvironment, parseHead } from "../../../../dev/sandbox/git/backend";
import { credentialLine, gitSettings } from "../../../../dev/sandbox/git/credentials";
import { parseStatus } from "../../../../gitops/uncommitted";
import { gitEnvironment } from "../../../../core/git";
import { branchHead, publish } from "../../../../dev/sandbox/git/publish";
import { createRepository } from "../../../../dev/sandbox/git/repositories";
import { pushSince, type Push } from "../../../../dev/sandbox/git/webhook";
import { authorized, route } from "../../../../dev/sandbox/http/routes";
import { contentServer } from "../../../../dev/sandbox/http/server";
import { createDirectories, type Layout } from "../../../../dev/sandbox/state/layout";
import { scratchSandbox } from "../../../../dev/support/sandbox";

describe("sandbox", () => {
  let directory: string;
  let layout: Layout;
  scratchSandbox((scratch) => ({ directory, layout } = scratch));

  describe("Git server", () => {
    it("knows few paths, and which of them write", () => {
      assert.deepEqual(route("/gateway-api.git/info/refs", "service=git-receive-pack"), {
        kind: "git",
        repository: "gateway-api.git",
        writes: true,
      });
      assert.deepEqual(route("/agentgateway-infra.git/git-upload-pack", ""), {
        kind: "git",
        repository: "agentgateway-infra.git",
        writes: false,
      });
      assert.deepEqual(route("/charts/agentgateway-1.4.1.tgz", ""), { kind: "chart", file: "agentgateway-1.4.1.tgz" });
      for (const path of [
        "/",
        "/charts/../secrets/git-password",
        "/charts/.x",
        "/agentgateway-infra.git/config",
        "/x.git/info/refs",
      ]) {
        assert.equal(route(path, "").kind, "none", path);
      }
    });

    it("lets in who has the password", () => {
      const header = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
      assert.ok(authorized(header("sandbox:secret"), "sandbox", "secret"));
      for (const wrong of [
        undefined,
        "",
        "Bearer x",
        header("sandbox:wrong!"),
        header("other:secret"),
        header("sandbox:secret2"),
      ]) {
        assert.ok(!authorized(wrong, "sandbox", "secret"), wrong);
      }
    });

    it("speaks CGI with http-backend", () => {
      const headers = { "git-protocol": "version=2", "content-encoding": "gzip", "content-type": "application/x-git" };
      const env = cgiEnvironment(
        { root: "/git", path: "/a.git/info/refs", query: "q=1", user: "me" },
        { method: "POST", headers },
      );
      assert.equal(env.GIT_PROTOCOL, "version=2");
      assert.equal(env.HTTP_CONTENT_ENCODING, "gzip");
      assert.equal(env.REMOTE_USER, "me");
      assert.ok(!("CONTENT_LENGTH" in env), "a chunked body has no length");
      const head = parseHead(Buffer.from("Status: 403 Forbidden\r\nContent-Type: text/plain\r\n\r\nno"));
      assert.deepEqual(head, { status: 403, headers: { "Content-Type": "text/plain" }, body: Buffer.from("no") });
      assert.equal(parseHead(Buffer.from("Status: 200")), undefined);
    });

    it("is not misled by the variables of a hook", () => {
      const env = gitEnvironment({ PATH: "/bin", GIT_DIR: "/elsewhere", GIT_INDEX_FILE: "/x" });
      assert.ok(!("GIT_DIR" in env) && !("GIT_INDEX_FILE" in env));
    });

    it("gives a shell its password by a file, once, beside settings that are there", () => {
      assert.equal(credentialLine("http://127.0.0.1:20000", "sandbox", "pw"), "http://sandbox:pw@127.0.0.1:20000\n");
      const existing = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "me" };
      const added = gitSettings("http://127.0.0.1:20000", "/it's here", existing);
      assert.equal(added.GIT_CONFIG_COUNT, "3");
      assert.equal(added.GIT_CONFIG_VALUE_1, "");
      assert.equal(added.GIT_CONFIG_VALUE_2, "store --file='/it'\\''s here'");
      assert.deepEqual(gitSettings("http://127.0.0.1:20000", "/it's here", { ...existing, ...added }), added);
    });
  });

  it("tells of a push that it took, and of nothing else", async function () {
    this.timeout(20_000);
    createDirectories(layout);
    await createRepository(layout);
    const pushes: (Push | undefined)[] = [];
    const announced: Promise<unknown>[] = [];
    const beforePush = async () => {
      const before = await branchHead(layout.repository);
      return () => void announced.push(pushSince(layout.repository, before).then((push) => pushes.push(push)));
    };
    const served = { git: layout.git, charts: layout.charts, password: "pw", beforePush };
    const server = contentServer(served).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://sandbox:pw@127.0.0.1:${(server.address() as AddressInfo).port}/agentgateway-infra.git`;
    // Not synchronously: the server answers from this process.
    const git = (...args: string[]) =>
      promisify(execFile)("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { env: gitEnvironment() });
    try {
      const clone = join(directory, "clone");
      await git("init", "--quiet", clone);
      const commit = async (message: string, ...files: string[]) => {
        for (const file of files) writeFileSync(join(clone, file), message);
        await git("-C", clone, "add", "--all");
        await git("-C", clone, "commit", "--quiet", "--allow-empty", "--no-verify", "-m", message);
        return (await git("-C", clone, "rev-parse", "HEAD")).stdout.trim();
      };
      const one = await commit("one", "a");
      await git("-C", clone, "push", "--quiet", url, "HEAD:dev");
      await commit("two", "b");
      await git("-C", clone, "rm", "--quiet", "a");
      const three = await commit("three", "ü c");
      await git("-C", clone, "push", "--quiet", url, "HEAD:dev");
      await git("-C", clone, "fetch", "--quiet", url, "dev");
      await assert.rejects(git("-C", clone, "push", "--quiet", url.replace("pw@", "wrong@"), "HEAD:dev"));
      await git("-C", clone, "push", "--quiet", url, "HEAD:other");
      await Promise.all(announced);
      assert.deepEqual(pushes, [
        { before: undefined, after: one, files: [] },
        { before: one, after: three, files: ["a", "b", "ü c"] },
        undefined,
      ]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  describe("publishing", () => {
    const me = ["-c", "user.name=a", "-c", "user.email=a@b"];
    const git = (...args: string[]) =>
      execFileSync("git", args, {
        encoding: "utf8",
        env: gitEnvironment(),
        stdio: ["ignore", "pipe", "ignore"],
      }).trim();
    const commit = (message: string) => {
      git("-C", layout.checkout, "add", "--all");
      git("-C", layout.checkout, ...me, "commit", "--quiet", "--allow-empty", "--no-verify", "-m", message);
    };
    beforeEach(async () => {
      createDirectories(layout);
      mkdirSync(join(layout.checkout, "k8s"), { recursive: true });
      writeFileSync(join(layout.checkout, "k8s", "a.yaml"), "a: 1\n");
      await createRepository(layout);
    });

    it("makes HEAD the branch, forward only, unless forced", async function () {
      this.timeout(20_000);
      git("init", "--quiet", layout.checkout);
      commit("one");
      assert.equal((await publish(layout, false)).outcome, "published");
      assert.equal((await publish(layout, false)).outcome, "unchanged");
      git("-C", layout.checkout, ...me, "commit", "--quiet", "--amend", "--no-verify", "-m", "other");
      writeFileSync(join(layout.checkout, "k8s", "new file.yaml"), "");
      const diverged = await publish(layout, false);
      assert.equal(diverged.outcome, "diverged");
      assert.deepEqual(diverged.uncommitted, ["k8s/new file.yaml"]);
      const forced = await publish(layout, true);
      assert.deepEqual([forced.outcome, forced.commit], ["published", git("-C", layout.checkout, "rev-parse", "HEAD")]);
    });

    it("works from a shallow clone with a detached HEAD", async function () {
      this.timeout(20_000);
      git("init", "--quiet", layout.checkout);
      commit("one");
      commit("two");
      const shallow = join(directory, "shallow");
      git("clone", "--quiet", "--depth=1", `file://${layout.checkout}`, shallow);
      git("-C", shallow, "checkout", "--quiet", "--detach");
      const from = { ...layout, checkout: shallow };
      assert.equal((await publish(from, false)).outcome, "published");
      git("-C", shallow, ...me, "commit", "--quiet", "--allow-empty", "--no-verify", "-m", "three");
      assert.equal((await publish(from, false)).outcome, "published");
      assert.equal(git("-C", layout.repository, "rev-list", "--count", "dev"), "2");
    });

    it("publishes the files of a checkout that has no commits, once", async () => {
      const first = await publish(layout, false);
      assert.deepEqual([first.outcome, first.snapshot], ["published", true]);
      assert.equal(git("-C", layout.repository, "show", "dev:k8s/a.yaml"), "a: 1");
      assert.equal((await publish(layout, false)).outcome, "unchanged");
    });

    it("reads git's list of changes", () => {
      assert.deepEqual(parseStatus(" M k8s/a.yaml\0R  k8s/new.yaml\0k8s/old.yaml\0?? repo.yml\0"), [
        "k8s/a.yaml",
        "k8s/new.yaml",
        "repo.yml",
      ]);
      assert.deepEqual(parseStatus(""), []);
    });
  });
});
