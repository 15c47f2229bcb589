import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../../core/errors";
import { Cache, type Builder } from "../../../../dev/sandbox/toolchain/cache";
import { processIdentity } from "../../../../dev/sandbox/supervise/identity";
import { workDir } from "../../../../dev/sandbox/toolchain/work";
import { eachInDirectory } from "../../../../dev/support/scratch";

describe("toolchain: what is kept", () => {
  let root: string;
  eachInDirectory((directory) => (root = directory));

  const deadPid = () => spawnSync("true").pid;

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
    const running = workDir(root, "other");
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
    lockOf({ pid: deadPid(), identity: "1" });
    await new Cache(root).ensure(key, build, options());
    assert.equal(builds, 1);
  });

  it("takes over a lock whose process number now belongs to another process", async () => {
    lockOf({ pid: process.pid, identity: "1" });
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
    lockOf({ pid: process.pid, identity: processIdentity(process.pid) });
    const waiting = new Cache(root).ensure(key, build, { ...options(), waitMs: 20 });
    await assert.rejects(waiting, (error: unknown) => error instanceof UserError && WAITED.test(error.message));
    assert.equal(builds, 0);
  });
});
