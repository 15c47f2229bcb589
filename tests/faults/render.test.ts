import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { textsBelow } from "../support/canaries";
import { Checkout } from "../support/checkout";
import { assertCode, run } from "../support/shell";

const MOMENTS = 20;
const FOLDERS = ["k8s", "app-of-apps"];
const UNFINISHED = /\.\d+\.tmp$/;

describe("the renderer, killed as it writes", () => {
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

  it("leaves each file whole or not at all, and goes on from there", async () => {
    for (let moment = 0; moment < MOMENTS; moment++) {
      // Each run finishes one file and dies at the next.
      const env = { ...process.env, DIE_WRITING: `2 ${moment % 2 === 0 ? "half" : "all"}` };
      const preload = ["ts-node/register/transpile-only", resolve(__dirname, "../support/dieWriting.ts")];
      const args = [...preload.flatMap((module) => ["-r", module]), "gitops/cli.ts"];
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
});
