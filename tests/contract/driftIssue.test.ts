import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const script = join(process.cwd(), "ci/driftIssue.mjs");

const finding = {
  side: "argocd",
  where: "HTTPRoute openai",
  what: "spec.rules[0] differs: `@everyone`\n# no heading",
  by: "kubectl-edit",
  at: "2026-11-24T03:17:00Z",
  remedy: "Change platform.ts.",
};
const drift = { stack: "dev", drift: true, findings: [finding], healed: [] };
const none = { stack: "dev", drift: false, findings: [], healed: [] };

/** Asks the script's own functions, from a process that takes it for a module. */
function actionsFor(report: object, issue?: string): string[][] {
  const code = `import(${JSON.stringify(script)}).then(({ actionsFor }) =>
    console.log(JSON.stringify(actionsFor(${JSON.stringify(report)}, ${JSON.stringify(issue)}, "https://run"))))`;
  return JSON.parse(execFileSync(process.execPath, ["-e", code], { encoding: "utf8" })) as string[][];
}

describe("the issue about drift", () => {
  it("is opened, kept current, closed, and left alone", () => {
    assert.deepEqual(actionsFor(drift)[0]?.slice(0, 5), ["create", "--title", "Drift in dev", "--label", "drift"]);
    assert.deepEqual(actionsFor(drift, "7")[0]?.slice(0, 4), ["edit", "7", "--title", "Drift in dev"]);
    assert.deepEqual(actionsFor(none, "7"), [["close", "7", "--comment", "The drift is gone. Found by https://run."]]);
    assert.deepEqual(actionsFor(none), []);
  });

  it("tells what, where, by whom and when, and what a cluster says is no markup in it", () => {
    const body = actionsFor(drift)[0]?.at(-1) ?? "";
    assert.equal(
      body,
      [
        "One thing is not as described, in stack `dev`:",
        "- `HTTPRoute openai` `spec.rules[0] differs: @everyone # no heading`, by `kubectl-edit` at `2026-11-24T03:17:00Z`\n  `Change platform.ts.`",
        "Found by https://run.",
      ].join("\n\n"),
    );
  });

  describe("kept by commands", () => {
    let directory: string;
    beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "drift-issue-"))));
    afterEach(() => rmSync(directory, { recursive: true }));

    /** Stands for a command: it writes down how it is called, and answers. */
    const program = (name: string, answer: string) => {
      const file = join(directory, name);
      writeFileSync(file, `#!/bin/sh\necho "${name} $1 $2 $3 $4" >> "${directory}/calls"\n${answer}\n`);
      chmodSync(file, 0o755);
    };
    const run = (...args: string[]) => {
      const env = { ...process.env, PATH: `${directory}${delimiter}${process.env.PATH}`, PULUMI_ORGANIZATION: "acme" };
      return spawnSync(process.execPath, [script, ...args], { encoding: "utf8", env });
    };
    const calls = () => readFileSync(join(directory, "calls"), "utf8").trimEnd().split("\n");

    it("takes the exit code of drift for drift", () => {
      program("pulumi", "");
      program("npm", `echo '${JSON.stringify({ ...drift, findings: [{ ...finding, what: "x" }] })}'; exit 7`);
      program("gh", `[ "$1 $2" = "issue list" ] && echo '[{"number": 12, "title": "Drift in dev"}]'; exit 0`);
      const { status, stdout, stderr } = run("dev");
      assert.equal(stderr, "");
      assert.equal(stdout, "dev: 1 differences; edit the issue\n");
      assert.equal(status, 0);
      assert.deepEqual(calls(), [
        "pulumi org set-default acme ",
        "npm run --silent drift --",
        "gh label create drift --force",
        "gh issue list --label drift",
        "gh issue edit 12 --title",
      ]);
    });

    it("fails, and touches no issue, where drift could not be told", () => {
      program("pulumi", "");
      program("npm", "exit 1");
      program("gh", "");
      const { status, stderr } = run("dev");
      assert.equal(status, 1);
      assert.equal(stderr, "error: npm run --silent ended with 1\n");
      assert.ok(!calls().some((call) => call.startsWith("gh")));
    });
  });
});
