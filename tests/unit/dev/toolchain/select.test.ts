import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { TOOLS, type Tool } from "../../../../dev/sandbox/toolchain/catalogue";
import { link } from "../../../../dev/sandbox/toolchain/links";
import { accepts, onPath, parseVersion, type PathForm } from "../../../../dev/sandbox/toolchain/pathForm";
import { selectFromPath } from "../../../../dev/sandbox/toolchain/select";
import { eachInDirectory } from "../../../../dev/support/scratch";

describe("toolchain: versions on PATH", () => {
  let root: string;
  eachInDirectory((directory) => (root = directory));

  const cases: [output: string, version: string | undefined][] = [
    ["v3.259.0", "3.259.0"],
    ["Kubernetes v1.37.2", "1.37.2"],
    ["Client Version: v1.32.4\nKustomize Version: v5.5.0", "1.32.4"],
    ["etcd Version: 3.5.16\nGit SHA: f20bbad\nGo Version: go1.22.7", "3.5.16"],
    ["argocd: v3.6.1+f0c41c0.dirty", "3.6.1"],
    ["kwok version v0.8.0 go1.27.3 (linux/amd64)", "0.8.0"],
    ["{Version:kustomize/v4.5.7 GitCommit:56d82a8}", "4.5.7"],
    ["v4.2.1+g0f8f1ef", "4.2.1"],
    ["Client Version: v1.32.4-dispatcher", undefined],
    ["v1.38.0-alpha.1", undefined],
    ["(devel)", undefined],
    ["", undefined],
  ];
  for (const [output, version] of cases) {
    it(`reads ${JSON.stringify(output)}`, () => assert.equal(parseVersion(output), version));
  }

  const ranges: [range: string, good: string[], bad: string[]][] = [
    ["1.37.x", ["1.37.0", "1.37.2"], ["1.36.9", "1.38.0", "2.37.1"]],
    [">=3.246 <4", ["3.246.0", "3.300.1"], ["3.245.9", "4.0.0"]],
    ["3.6.1", ["3.6.1"], ["3.6.2", "3.6.0"]],
    ["5.x", ["5.0.0", "5.8.3"], ["4.5.7", "6.0.0"]],
    [">=1.31 <2", ["1.31.0", "1.37.2"], ["1.30.9", "2.0.0"]],
  ];
  for (const [range, good, bad] of ranges) {
    it(`tells what lies in ${range}`, () => {
      const form = onPath([], range) as PathForm & { kind: "version" };
      for (const version of good) assert.equal(accepts(form, `v${version}`), true, version);
      for (const version of bad) assert.equal(accepts(form, `v${version}`), false, version);
    });
  }

  const command = (dir: string, name: string, script: string) => {
    mkdirSync(join(root, dir), { recursive: true });
    writeFileSync(join(root, dir, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(root, dir, name), 0o755);
    return join(root, dir, name);
  };
  const select = async (...dirs: string[]) => {
    const path = dirs.map((dir) => join(root, dir)).join(delimiter);
    return Object.fromEntries(await selectFromPath(TOOLS as Tool[], { path, root: join(root, "cache") }));
  };

  it("takes the first command that is good enough", async () => {
    command("old", "kubectl", "echo Client Version: v1.30.1");
    command("broken", "kubectl", "exit 3");
    const good = command("good", "kubectl", "echo Client Version: v1.33.0");
    command("never", "redis", "echo v99.0.0");
    assert.deepEqual(await select("old", "absent", "broken", "good", "never"), { kubectl: good });
  });

  it("asks a command only once for its version, until its file changes", async () => {
    const calls = join(root, "calls");
    mkdirSync(join(root, "cache"));
    const file = command("bin", "helm", `echo call >> ${calls}; echo v4.1.0`);
    await select("bin");
    assert.deepEqual(await select("bin"), { helm: file });
    assert.equal(readFileSync(calls, "utf8"), "call\n");
    command("bin", "helm", `echo call >> ${calls}; echo v3.20.1`);
    assert.deepEqual(await select("bin"), {});
  });

  it("does not take its own links for the user's commands", async () => {
    const own = command("cache/entries", "helm", "echo v4.1.0");
    link(join(root, "cache", "bin"), "helm", own);
    link(join(root, "elsewhere"), "helm", own);
    assert.deepEqual(await select("cache/bin", "elsewhere"), {});
  });

  it("takes Pulumi's language host from where Pulumi was taken", async () => {
    const pulumi = command("pulumi", "pulumi", "echo v3.255.0");
    const host = command("pulumi", "pulumi-language-nodejs", "exit 1");
    assert.deepEqual(await select("pulumi"), { pulumi, "pulumi-language-nodejs": host });
    command("pulumi", "pulumi", "echo v3.100.0");
    assert.deepEqual(await select("pulumi"), {});
  });
});
