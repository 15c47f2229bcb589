import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  needs?: string;
  uses?: string;
  with?: object;
  permissions?: Record<string, string>;
  concurrency?: { "cancel-in-progress": boolean };
  environment?: string;
  "timeout-minutes"?: number;
  strategy?: { matrix: { stack: string[] } };
  steps?: Step[];
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: object;
  jobs: Record<string, Job>;
}

/** Those that this project ships. A user may have others beside them, and stacks that none of them is about. */
const SHIPPED = ["deploy", "drift", "promote", "pull-request", "up"];

const workflows = SHIPPED.map((name) => {
  const text = readFileSync(`.github/workflows/${name}.yaml`, "utf8");
  return { ...(parse(text) as Workflow), name, text };
});
const jobs = workflows.flatMap((workflow) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ name: `${workflow.name}/${name}`, ...job })),
);
const steps = jobs.flatMap((job) => (job.steps ?? []).map((step) => ({ job: job.name, ...step })));
const scripts = (JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> }).scripts;

describe("the workflows", () => {
  it("are those that the documentation tells of", () => {
    const page = readFileSync("docs/deployments.md", "utf8");
    assert.deepEqual([...new Set([...page.matchAll(/`([\w-]+)\.yaml`/g)].map(([, name]) => name))].sort(), SHIPPED);
  });

  it("pin each action to a commit, and say its version; one action has one version", () => {
    const uses = workflows.flatMap(({ text }) => text.match(/uses: (?!\.\/).*/g) ?? []);
    for (const line of uses) assert.match(line, /^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const actions = new Set(uses.map((line) => line.split("@")[0]));
    assert.equal(new Set(uses).size, actions.size);
  });

  it("call workflows of this repository that exist", () => {
    for (const { uses } of jobs) if (uses !== undefined) assert.ok(existsSync(uses), uses);
  });

  it("give no right to all jobs, and to each what it says; none without a limit of time", () => {
    for (const { name, permissions } of workflows) assert.deepEqual(permissions, {}, name);
    for (const job of jobs) {
      assert.ok(job.permissions, job.name);
      if (job.uses === undefined) assert.ok(job["timeout-minutes"], job.name);
    }
  });

  it("let no stranger's code near a secret", () => {
    for (const { name, on } of workflows) {
      assert.ok(!("pull_request_target" in on) && !("workflow_run" in on), name);
      if (!("pull_request" in on)) continue;
      const { check, preview } = workflows.find((each) => each.name === name)?.jobs ?? {};
      assert.deepEqual(check?.permissions, { contents: "read" });
      assert.match(
        JSON.stringify(preview),
        /"if":"github.event.pull_request.head.repo.full_name == github.repository"/,
      );
    }
    for (const { job, uses, with: inputs } of steps) {
      if (uses?.startsWith("actions/checkout@") && job !== "promote/promote") {
        assert.equal(inputs?.["persist-credentials"], false, job);
      }
    }
    for (const { text } of workflows) assert.doesNotMatch(text, /secrets\./);
  });

  it("put nothing that others write into a script, and no script into a workflow but a command", () => {
    for (const { job, run } of steps) {
      if (run === undefined) continue;
      assert.doesNotMatch(run, /\$\{\{/, job);
      if (!job.startsWith("promote/")) assert.equal(run.trim().split("\n").length, 1, job);
    }
  });

  it("run commands that there are", () => {
    const driftIssue = readFileSync("ci/driftIssue.mjs", "utf8");
    assert.match(driftIssue, /"npm", \["run", "--silent", "drift"/);
    const commands = steps.flatMap(({ run }) => run?.match(/\b(?:npm run [\w:-]+|node scripts\/\S+)/g) ?? []);
    commands.push("npm run drift");
    assert.ok(commands.length >= 8);
    for (const command of commands) {
      const [, , script = ""] = command.split(" ");
      assert.ok(command.startsWith("npm run") ? script in scripts : existsSync(command.split(" ")[1] ?? ""), command);
    }
  });

  it("deploy one stack after the other, each under its name", () => {
    const [check, ...stacks] = Object.entries(workflows.find(({ name }) => name === "deploy")?.jobs ?? {});
    let before = check?.[0];
    assert.equal(before, "check");
    for (const [stack, job] of stacks) {
      assert.deepEqual([job.needs, job.uses, job.with], [before, "./.github/workflows/up.yaml", { stack }]);
      before = stack;
    }
  });

  it("change one stack at a time, and cut nothing off", () => {
    const [up] = Object.values(workflows.find(({ name }) => name === "up")?.jobs ?? {});
    assert.deepEqual(up?.concurrency, { group: "pulumi-${{ inputs.stack }}", "cancel-in-progress": false });
    assert.equal(up?.environment, "${{ inputs.stack }}");
  });

  it("run the version of Pulumi that is tested", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const { job, uses, with: inputs } of steps) {
      if (uses?.startsWith("pulumi/actions@")) {
        assert.equal(inputs?.["pulumi-version"], dependencies["@pulumi/pulumi"], job);
      }
    }
  });
});
