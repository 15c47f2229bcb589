import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { versions } from "../../components/versions";
import { UserError } from "../../config/errors";
import { buildGroup } from "../../sandbox/toolchain/build";
import { Cache, type Builder } from "../../sandbox/toolchain/cache";
import { GROUPS, TOOLS, type Tool, type ToolName } from "../../sandbox/toolchain/catalogue";
import { findGo, goEnvironment, type Go } from "../../sandbox/toolchain/go";
import { link, linkDirOf } from "../../sandbox/toolchain/links";
import { isAlive, self } from "../../sandbox/toolchain/owner";
import { accepts, onPath, parseVersion, type PathForm } from "../../sandbox/toolchain/pathForm";
import { MODULES_DIR, toolchainDir } from "../../sandbox/toolchain/paths";
import { progressInLines, span } from "../../sandbox/toolchain/progress";
import { keyOf } from "../../sandbox/toolchain/recipe";
import { run, RunError } from "../../sandbox/toolchain/run";
import { selectFromPath } from "../../sandbox/toolchain/select";
import { eventually } from "../support/shell";

describe("toolchain", () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "toolchain-")));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const deadPid = () => spawnSync("true").pid;

  describe("cache", () => {
    const key = { name: "tool-1.0.0", hash: "abc" };
    let lines: string[];
    let builds: number;
    const options = () => ({ log: (line: string) => lines.push(line), pollMs: 5 });
    const build: Builder = (dir) => {
      builds++;
      writeFileSync(join(dir, "tool"), "content");
      return Promise.resolve();
    };
    beforeEach(() => {
      lines = [];
      builds = 0;
    });
    const tool = () => join(root, "entries", "tool-1.0.0-abc", "tool");

    it("builds once, and then takes what is there without a word", async () => {
      const cache = new Cache(root);
      assert.equal(cache.has(key), false);
      const dir = await cache.ensure(key, build, options());
      assert.equal(readFileSync(join(dir, "tool"), "utf8"), "content");
      await new Cache(root).ensure(key, build, options());
      assert.equal(builds, 1);
      assert.deepEqual(lines, []);
      assert.deepEqual(readdirSync(join(root, "work")), []);
      assert.deepEqual(readdirSync(join(root, "locks")), []);
    });

    const damages: [what: string, damage: () => void, reason: RegExp][] = [
      ["a missing file", () => rmSync(tool()), /tool is missing/],
      ["a cut file", () => writeFileSync(tool(), "cont"), /tool has 4 bytes instead of 7/],
      ["changed content of the same size", () => writeFileSync(tool(), "CONTENT"), /another sha256/],
      ["an unreadable manifest", () => writeFileSync(join(tool(), "..", "manifest.json"), "{"), /manifest/],
    ];
    for (const [what, damage, reason] of damages) {
      it(`notices ${what}, says so and builds again`, async () => {
        const cache = new Cache(root);
        await cache.ensure(key, build, options());
        // Far enough from now that the time differs on every file system.
        utimesSync(tool(), new Date(2020, 1, 1), new Date(2020, 1, 1));
        assert.equal(cache.has(key), true);
        damage();
        assert.equal(cache.has(key), false);
        await cache.ensure(key, build, options());
        assert.equal(builds, 2);
        assert.equal(lines.length, 1);
        assert.match(lines[0]!, reason);
        assert.equal(readFileSync(tool(), "utf8"), "content");
      });
    }

    it("accepts a file that only got another time, and remembers it", async () => {
      const cache = new Cache(root);
      await cache.ensure(key, build, options());
      const manifest = join(tool(), "..", "manifest.json");
      const before = readFileSync(manifest, "utf8");
      utimesSync(tool(), new Date(2020, 1, 1), new Date(2020, 1, 1));
      assert.equal(cache.has(key), true);
      assert.notEqual(readFileSync(manifest, "utf8"), before);
      assert.equal(builds, 1);
    });

    it("leaves nothing valid behind when a build fails", async () => {
      const cache = new Cache(root);
      const failing: Builder = (dir) => {
        writeFileSync(join(dir, "tool"), "half");
        return Promise.reject(new UserError("no"));
      };
      await assert.rejects(cache.ensure(key, failing, options()), /no/);
      assert.equal(cache.has(key), false);
      assert.deepEqual(readdirSync(join(root, "work")), []);
      await cache.ensure(key, build, options());
      assert.equal(readFileSync(tool(), "utf8"), "content");
    });

    it("refuses a build that made nothing", async () => {
      await assert.rejects(
        new Cache(root).ensure(key, async () => {}, options()),
        /the build of tool-1.0.0 made no files/,
      );
    });

    it("clears away what a killed builder left, and nothing of a running one", async () => {
      const left = join(root, "work", `tool-1.0.0-abc@${deadPid()}@1`, "made");
      const reused = join(root, "work", `other@${process.pid}@1`);
      const running = join(root, "work", `other@${self().pid}@${self().start}`);
      for (const dir of [left, reused, running]) mkdirSync(dir, { recursive: true });
      writeFileSync(join(left, "tool"), "half");
      await new Cache(root).ensure(key, build, options());
      assert.deepEqual([left, reused, running].map(existsSync), [false, false, true]);
      assert.equal(readFileSync(tool(), "utf8"), "content");
    });

    it("builds once when two want the same at once; the second says that it waits", async () => {
      const slow: Builder = async (...args) => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        await build(...args);
      };
      const both = [1, 2].map(() => new Cache(root).ensure(key, slow, options()));
      const [first, second] = await Promise.all(both);
      assert.equal(first, second);
      assert.equal(builds, 1);
      assert.deepEqual(lines, [`process ${process.pid} is building tool-1.0.0; waiting for it`]);
    });

    const lockOf = (content: unknown) => {
      mkdirSync(join(root, "locks"));
      writeFileSync(join(root, "locks", "tool-1.0.0-abc.lock"), JSON.stringify(content));
    };

    it("takes over a lock whose process is gone", async () => {
      lockOf({ pid: deadPid(), start: "1" });
      await new Cache(root).ensure(key, build, options());
      assert.equal(builds, 1);
    });

    it("takes over a lock whose process number now belongs to another process", async () => {
      lockOf({ pid: process.pid, start: "1" });
      await new Cache(root).ensure(key, build, options());
      assert.equal(builds, 1);
    });

    it("takes over an unreadable lock, once, when many find it at the same time", async () => {
      lockOf("?");
      await Promise.all(Array.from({ length: 8 }, () => new Cache(root).ensure(key, build, options())));
      assert.equal(builds, 1);
    });

    const WAITED = /has held .* for more than 0 minutes: look at what it does, end it if it hangs, and try again/;
    it("does not wait for ever", async () => {
      lockOf(self());
      const waiting = new Cache(root).ensure(key, build, { ...options(), waitMs: 20 });
      await assert.rejects(waiting, (error: unknown) => error instanceof UserError && WAITED.test(error.message));
      assert.equal(builds, 0);
    });
  });

  describe("versions on PATH", () => {
    const cases: [output: string, version: number[] | undefined][] = [
      ["v3.259.0", [3, 259, 0]],
      ["Kubernetes v1.37.2", [1, 37, 2]],
      ["Client Version: v1.32.4\nKustomize Version: v5.5.0", [1, 32, 4]],
      ["etcd Version: 3.5.16\nGit SHA: f20bbad\nGo Version: go1.22.7", [3, 5, 16]],
      ["argocd: v3.6.1+f0c41c0.dirty", [3, 6, 1]],
      ["kwok version v0.8.0 go1.27.3 (linux/amd64)", [0, 8, 0]],
      ["{Version:kustomize/v4.5.7 GitCommit:56d82a8}", [4, 5, 7]],
      ["v4.2.1+g0f8f1ef", [4, 2, 1]],
      ["Client Version: v1.32.4-dispatcher", undefined],
      ["v1.38.0-alpha.1", undefined],
      ["(devel)", undefined],
      ["", undefined],
    ];
    for (const [output, version] of cases) {
      it(`reads ${JSON.stringify(output)}`, () => assert.deepEqual(parseVersion(output), version));
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

  describe("build", () => {
    const group = GROUPS.find(({ name }) => name === "control-plane")!;
    const lines: string[] = [];
    const buildWith = (go: Go["run"]) => {
      const [made, scratch] = [join(root, "made"), join(root, "scratch")];
      for (const dir of [made, scratch]) mkdirSync(dir);
      const context = { go: { run: go }, progress: progressInLines((line) => lines.push(line)), position: "[1/1]" };
      return buildGroup(group, made, scratch, { ...context, logFile: join(root, "logs", "build.log") });
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
  });

  describe("catalogue", () => {
    it("names each tool once and only recipes that exist", () => {
      const names = TOOLS.map((tool) => tool.name);
      assert.equal(new Set(names).size, names.length);
      assert.equal(names.length, 16);
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

  describe("surroundings", () => {
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
      await eventually("what it had started is gone", 60, () =>
        Promise.resolve(!isAlive({ pid: sleeper, start: "unknown" })),
      );
    });

    it("ends a program when it is told to stop", async () => {
      const stop = new AbortController();
      const running = run("sleep", ["60"], { limitSeconds: 60, signal: stop.signal });
      setTimeout(() => stop.abort(), 30);
      await assert.rejects(running, { name: "AbortError" });
    });
  });
});
