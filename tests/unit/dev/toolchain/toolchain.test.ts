import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { TOOLS, type ToolName } from "../../../../dev/sandbox/toolchain/catalogue";
import { findGo, goEnvironment } from "../../../../dev/sandbox/toolchain/go";
import { link, linkDirOf } from "../../../../dev/sandbox/toolchain/links";
import { processIdentity } from "../../../../dev/sandbox/supervise/identity";
import { toolchainDir } from "../../../../dev/sandbox/toolchain/cache";
import { progressInLines, span } from "../../../../dev/sandbox/toolchain/progress";
import { run, RunError } from "../../../../dev/sandbox/toolchain/run";
import { eachInDirectory } from "../../../../dev/support/scratch";
import { eventually } from "../../../../dev/support/shell";

describe("toolchain: what it stands on", () => {
  let root: string;
  eachInDirectory((directory) => (root = directory));

  it("keeps the cache outside the checkout, where the user wants it", () => {
    const home = { HOME: "/home/u" };
    assert.equal(toolchainDir({ ...home, AGENTGATEWAY_TOOLCHAIN_DIR: "/x/y" }), "/x/y");
    assert.equal(toolchainDir({ ...home, XDG_CACHE_HOME: "/c" }), "/c/agentgateway-infra/toolchain");
    assert.match(toolchainDir({}), /\/\.cache\/agentgateway-infra\/toolchain$/);
  });

  it("builds with its own Go settings but the user's proxy", () => {
    const env = goEnvironment({
      GOPROXY: "https://proxy.example",
      GOOS: "plan9",
      GOFLAGS: "-mod=vendor",
      GOWORK: "/w",
    });
    assert.equal(env.GOPROXY, "https://proxy.example");
    assert.equal(env.GOOS, undefined);
    assert.equal(env.GOWORK, "off");
    assert.match(env.GOFLAGS!, /-mod=readonly/);
  });

  describe("a Go that can't build", () => {
    const path = process.env.PATH;
    afterEach(() => (process.env.PATH = path));
    const goThat = (script: string) => {
      writeFileSync(join(root, "go"), `#!/bin/sh\n${script}\n`, { mode: 0o700 });
      process.env.PATH = `${root}${delimiter}${path}`;
    };

    it("is refused where it is too old", async () => {
      goThat("echo go version go1.20.4 linux/amd64");
      await assert.rejects(
        findGo(),
        /go is go1.20.4 linux\/amd64, which is too old. Install Go 1.21 or newer from .* fetches the go\S+ that the builds need/,
      );
    });

    it("is refused where it can't fetch the Go that we build with", async () => {
      goThat('[ "$GOTOOLCHAIN" = local ] && echo go version go1.21.0 linux/amd64');
      await assert.rejects(
        findGo(),
        /Go can't fetch go\S+, with which the tools are built: [^]*It comes as a module from GOPROXY and is checked against GOSUMDB: see that both can be reached./,
      );
    });
  });

  it("keeps off PATH what Pulumi warns about there", () => {
    const toolOf = (name: string) => TOOLS.find((tool) => tool.name === name)!;
    const own = new Map([["pulumi", join(root, "entries", "p", "pulumi")]]) as Map<ToolName, string>;
    const users = new Map([["pulumi", "/usr/bin/pulumi"]]) as Map<ToolName, string>;
    assert.equal(linkDirOf(toolOf("helm"), own, root), join(root, "bin"));
    assert.equal(linkDirOf(toolOf("pulumi-resource-random"), own, root), join(root, "plugins"));
    assert.equal(linkDirOf(toolOf("pulumi-language-nodejs"), own, root), join(root, "entries", "p"));
    assert.equal(linkDirOf(toolOf("pulumi-language-nodejs"), users, root), join(root, "bin"));
  });

  it("links anew in one step, and only when something changed", () => {
    link(join(root, "bin"), "tool", "/a");
    link(join(root, "bin"), "tool", "/b");
    assert.deepEqual(readdirSync(join(root, "bin")), ["tool"]);
  });

  it("does not flood a log with progress", () => {
    const lines: string[] = [];
    let now = 0;
    const progress = progressInLines(
      (line) => lines.push(line),
      () => now,
    );
    for (now = 0; now < 61_000; now += 1000) progress.status(`at ${now}`);
    assert.deepEqual(lines, ["at 15000", "at 30000", "at 45000", "at 60000"]);
    assert.deepEqual([span(7.4), span(89), span(404)], ["7 s", "89 s", "6 min 44 s"]);
  });

  it("ends a program that takes too long, with what it started, and reports its last words", async () => {
    const hanging = run("sh", ["-c", "echo last words >&2; sleep 60 & echo $! > pid; wait"], {
      cwd: root,
      limitSeconds: 2,
    });
    await assert.rejects(hanging, (error: unknown) => {
      assert.ok(error instanceof RunError);
      return /took more than 2 s\n {4}last words$/.test(error.message);
    });
    const sleeper = Number(readFileSync(join(root, "pid"), "utf8"));
    await eventually("what it had started is gone", 60, () => Promise.resolve(processIdentity(sleeper) === undefined));
  });

  it("ends a program when it is told to stop", async () => {
    const stop = new AbortController();
    const running = run("sleep", ["60"], { limitSeconds: 60, signal: stop.signal });
    setTimeout(() => stop.abort(), 30);
    await assert.rejects(running, { name: "AbortError" });
  });
});
