import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { versions } from "../../../../components/versions";
import { UserError } from "../../../../core/errors";
import { buildGroup } from "../../../../dev/sandbox/toolchain/build";
import { GROUPS, TOOLS } from "../../../../dev/sandbox/toolchain/catalogue";
import { type Go } from "../../../../dev/sandbox/toolchain/go";
import { SUPPORTED } from "../../../../components/cluster/gatewayApi/bundle";
import { MODULES_DIR } from "../../../../dev/sandbox/toolchain/recipe";
import { progressInLines } from "../../../../dev/sandbox/toolchain/progress";
import { keyOf } from "../../../../dev/sandbox/toolchain/recipe";
import { RunError } from "../../../../dev/sandbox/toolchain/run";
import { eachInDirectory } from "../../../../dev/support/scratch";

describe("toolchain: what is built, and how", () => {
  let root: string;
  eachInDirectory((directory) => (root = directory));

  const group = GROUPS.find(({ name }) => name === "control-plane")!;
  const lines: string[] = [];
  const buildWith = (go: Go["run"]) => {
    const [created, scratch] = [join(root, "made"), join(root, "scratch")];
    for (const dir of [created, scratch]) mkdirSync(dir);
    const context = { go: { run: go }, progress: progressInLines((line) => lines.push(line)), position: "[1/1]" };
    return buildGroup(group, created, scratch, { ...context, logFile: join(root, "logs", "build.log") });
  };

  it("runs in a copy of the recipe, and gives each tool its name", async () => {
    await buildWith((args, { cwd }) => {
      assert.ok(cwd);
      assert.ok(cwd.startsWith(root));
      assert.ok(existsSync(join(cwd, "go.sum")));
      if (args[0] === "list") return Promise.resolve("a\nb");
      const dir = args[args.indexOf("-o") + 1]!;
      // What `go build` makes of go.etcd.io/etcd/server/v3 and the others.
      for (const name of ["server", ...group.tools.slice(1).map((tool) => tool.name)])
        writeFileSync(join(dir, name), "");
      return Promise.resolve("");
    });
    assert.deepEqual(readdirSync(join(root, "made")).sort(), group.tools.map((tool) => tool.name).sort());
  });

  it("says where the log is when the compiler fails", async () => {
    const failing = buildWith(() => Promise.reject(new RunError("go build ended with code 1", ["x.go:1: oops"])));
    await assert.rejects(failing, (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^building control-plane failed: go build ended with code 1\n {4}x\.go:1: oops\n/);
      return error.message.endsWith(
        `The whole log is in ${join(root, "logs", "build.log")}. What was compiled is kept, so another try goes on from here.`,
      );
    });
  });

  it("names each tool once and only recipes that exist", () => {
    const names = TOOLS.map((tool) => tool.name);
    assert.equal(new Set(names).size, names.length);
    assert.equal(names.length, 17);
    for (const { recipe } of GROUPS) assert.ok(existsSync(join(MODULES_DIR, recipe, "go.mod")), recipe);
  });

  it("builds the versions that the program deploys", () => {
    const modules = readFileSync(join(MODULES_DIR, "cluster", "go.mod"), "utf8");
    for (const required of [
      `github.com/agentgateway/agentgateway v${versions.agentgateway}`,
      `github.com/argoproj/argo-cd/v3 v${versions.argocd}`,
      `sigs.k8s.io/gateway-api ${versions.gatewayApi}`,
    ]) {
      assert.ok(modules.includes(`${required}\n`), required);
    }
  });

  it("has the oldest Gateway API that agentgateway supports for tests, with its checksum", () => {
    const read = (file: string) => readFileSync(join(MODULES_DIR, "gateway-api-1.4", file), "utf8");
    const [, version = ""] = /^require sigs\.k8s\.io\/gateway-api (v\S+)$/m.exec(read("go.mod")) ?? [];
    assert.equal(version.split(".")[1], String(SUPPORTED.first));
    assert.match(read("go.sum"), new RegExp(`^sigs.k8s.io/gateway-api ${version} h1:`, "m"));
  });

  it("promises the versions that the recipes require", () => {
    for (const { recipe, tools } of GROUPS) {
      const required = new Map<string, string>();
      const modules = readFileSync(join(MODULES_DIR, recipe, "go.mod"), "utf8");
      for (const [, path, version] of modules.matchAll(/^\s*(?:require |\S+ => )?(\S+) (v\S+)/gm)) {
        required.set(path!, version!);
      }
      for (const tool of tools) {
        const module = [...required.keys()].find((path) => `${tool.package}/`.startsWith(`${path}/`));
        if (module) assert.equal(required.get(module), `v${tool.version}`, tool.name);
      }
    }
  });

  it("gives each group a key of its own, and the same one each time", () => {
    const keys = GROUPS.map((group) => JSON.stringify(keyOf(group)));
    assert.equal(new Set(keys).size, GROUPS.length);
    assert.deepEqual(
      GROUPS.map((group) => JSON.stringify(keyOf(group))),
      keys,
    );
    const changed = { ...GROUPS[0]!, variables: { "main.version": "other" } };
    assert.notEqual(keyOf(changed).hash, keyOf(GROUPS[0]!).hash);
  });
});
