import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { ensureToolchain } from "../../dev/sandbox/toolchain";

describe("actionlint", () => {
  let actionlint: string;
  before(async () => {
    actionlint = (await ensureToolchain({ only: ["actionlint"] })).bin.actionlint;
  });

  // What checks shell scripts is another program, which may be there or not.
  const lint = (args: readonly string[], input?: string) =>
    spawnSync(actionlint, ["-no-color", "-shellcheck=", "-pyflakes=", ...args], { encoding: "utf8", input });

  it("has nothing against the workflows", () => {
    const files = globSync(["ci/review/workflow.yaml", ".github/workflows/*.yaml"]);
    assert.ok(files.length >= 7);
    const { status, stdout, stderr } = lint(files);
    assert.equal(status, 0, stdout + stderr);
  });

  it("would have: this is a test that can fail", () => {
    const wrong = "on: push\njobs:\n  a:\n    runs-on: nowhere\n    steps:\n      - run: make\n";
    const { status, stdout } = lint(["-"], wrong);
    assert.equal(status, 1);
    assert.match(stdout, /label "nowhere" is unknown/);
  });
});
