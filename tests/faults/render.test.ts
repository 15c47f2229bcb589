import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { textsBelow } from "../../dev/support/canaries";
import { Checkout } from "../../dev/support/checkout";
import { assertCode, run } from "../../dev/support/shell";

const MOMENTS = 20;
const FOLDERS = ["k8s", "app-of-apps"];
const UNFINISHED = /\.\d+\.tmp$/;

describe("the renderer", () => {
  let checkout: Checkout;
  let whole: Map<string, string>;
  before(() => {
    checkout = new Checkout(resolve(__dirname, "../.."));
    whole = tree();
    assert.ok(whole.size > MOMENTS);
    for (const folder of FOLDERS) {
      rmSync(join(checkout.directory, folder), { recursive: true });
      mkdirSync(join(checkout.directory, folder));
    }
  });
  after(() => rmSync(checkout.root, { recursive: true, force: true }));

  const tree = () => new Map(FOLDERS.flatMap((name) => [...textsBelow(join(checkout.directory, name))]));

  it("killed as it writes, leaves each file whole or not at all, and goes on from there", async () => {
    for (let moment = 0; moment < MOMENTS; moment++) {
      // Each run finishes one file and dies at the next.
      const env = { ...process.env, DIE_WRITING: `2 ${moment % 2 === 0 ? "half" : "all"}` };
      const preload = ["ts-node/register/transpile-only", resolve(__dirname, "../../dev/support/dieWriting.ts")];
      const args = [...preload.flatMap((module) => ["-r", module]), "cli/main.ts", "render"];
      const { code, all } = await run(process.execPath, args, { cwd: checkout.directory, env });
      assert.equal(code, 1, all);
      const finished = [...tree()].filter(([path]) => !UNFINISHED.test(path));
      assert.equal(finished.length, moment + 1, all);
      for (const [path, text] of finished) assert.equal(text, whole.get(path), path);
    }
    assert.equal((await checkout.npm("render", "--check")).code, 1, "a tree that is not whole is refused");
    assertCode(await checkout.npm("render"), 0);
    assert.deepEqual(tree(), whole);
  });

  for (const kilobytes of [4, 16, 48]) {
    it(`on a disk with ${kilobytes} KB left, names the file and leaves nothing half, and goes on once there is room`, async () => {
      const script = [
        `mount -t tmpfs -o size=${kilobytes}k none k8s`,
        "! npm run --silent render",
        "cp -r k8s ../left",
        "mount -o remount,size=64m none k8s",
        "npm run --silent render",
        "npm run --silent render -- --check",
      ].join(" && ");
      // What is mounted is seen by these commands alone, and gone with them.
      const apart = process.getuid?.() === 0 ? ["--mount"] : ["--mount", "--user", "--map-root-user"];
      const { code, all } = await checkout.shell("unshare", [...apart, "sh", "-c", script]);
      assert.equal(code, 0, all);
      assert.match(
        all,
        /^error: Not all was written. What was is whole:\n {2}- k8s\/\S+: can't be written \(ENOSPC: no space left on device, \w+.*\)\n/m,
      );
      const left = textsBelow(join(checkout.root, "left"));
      assert.ok(left.size < whole.size && (left.size > 0 || kilobytes === 4), `${left.size} files`);
      for (const [path, text] of left)
        assert.equal(text, whole.get(path.replace(`${checkout.root}/left`, `${checkout.directory}/k8s`)), path);
      rmSync(join(checkout.root, "left"), { recursive: true });
    });
  }
});
