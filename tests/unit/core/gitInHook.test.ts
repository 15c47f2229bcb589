import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { assertPublished } from "../../../cli/takeover/published";
import { GATEWAY_API_PATH } from "../../../components/application/children";
import { readGatewayApi } from "../../../components/controller/gatewayApi";
import { gitEnvironment, remoteSettings } from "../../../core/git";

describe("git in a hook of the user's repository", () => {
  let directory: string;
  /** The repository whose hook runs us. */
  let hooked: string;
  /** The one whose commands are ours. */
  let checkout: string;
  let commit: string;
  const outside = {
    GIT_DIR: process.env.GIT_DIR,
    GIT_WORK_TREE: process.env.GIT_WORK_TREE,
    GIT_INDEX_FILE: process.env.GIT_INDEX_FILE,
  };

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "hook-"));
    hooked = repository("hooked", { "k8s/a.yaml": "a", "app-of-apps/a.yaml": "a", "mine/notes.txt": "mine" });
    checkout = repository("checkout", {
      "k8s/b.yaml": "b",
      "app-of-apps/b.yaml": "b",
      "repo.yml": "r",
      [`${GATEWAY_API_PATH}/crd.yaml`]: "kind: A\n",
    });
    commit = git(checkout, "rev-parse", "HEAD");
    git(checkout, "tag", "v1");
    const of = join(hooked, ".git");
    Object.assign(process.env, { GIT_DIR: of, GIT_WORK_TREE: hooked, GIT_INDEX_FILE: join(of, "index") });
  });
  after(() => {
    for (const [name, value] of Object.entries(outside)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(directory, { recursive: true, force: true });
  });

  const repository = (name: string, files: Record<string, string>) => {
    const root = join(directory, name);
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(root, file, ".."), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    git(root, "init", "--quiet");
    git(root, "add", "--all");
    git(root, "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "--quiet", "--message", "x");
    return root;
  };
  const git = (root: string, ...args: string[]) =>
    execFileSync("git", ["-C", root, ...args], { env: gitEnvironment(), encoding: "utf8" }).trim();

  /** Every file of the hook's repository, what Git keeps included. */
  const everyFile = () =>
    readdirSync(hooked, { recursive: true, encoding: "utf8" })
      .filter((file) => statSync(join(hooked, file)).isFile())
      .sort()
      .map((file) => [file, readFileSync(join(hooked, file)).toString("base64")]);

  it("leaves that repository as it is when the Gateway API is read", async () => {
    const was = everyFile();
    assert.deepEqual(await readGatewayApi(pathToFileURL(checkout).href, "v1"), [{ kind: "A" }]);
    assert.deepEqual(everyFile(), was);
  });

  it("compares the checkout with what is published, and not that repository", async () => {
    const was = everyFile();
    await assertPublished(commit, "main", checkout);
    await assert.rejects(
      assertPublished(git(hooked, "rev-parse", "HEAD"), "main", checkout),
      /does not have the files/,
    );
    assert.deepEqual(everyFile(), was);
  });

  it("compares every delivered file, the one at the root included", async () => {
    writeFileSync(join(checkout, "README.md"), "not delivered");
    await assertPublished(commit, "main", checkout);
    writeFileSync(join(checkout, "repo.yml"), "changed");
    await assert.rejects(assertPublished(commit, "main", checkout), /Commit, push, and run this again/);
  });

  it("keeps what a user's environment says of how a server is reached, where it is asked for", () => {
    const reach = {
      GIT_SSH_COMMAND: "ssh -i k",
      GIT_SSL_CAINFO: "/ca",
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "a.b",
    };
    assert.deepEqual(
      remoteSettings({ ...reach, PATH: "/bin", GIT_DIR: "/x", GIT_CONFIG_PARAMETERS: "'a'='b'" }),
      reach,
    );
  });
});
