import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "yaml";
import { stackNames } from "../../config/stackfile";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  uses?: string;
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

const workflows = globSync(".github/workflows/*.yaml").map((path) => {
  const text = readFileSync(path, "utf8");
  return { ...(parse(text) as Workflow), name: basename(path, ".yaml"), text };
});
const jobs = workflows.flatMap((workflow) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ name: `${workflow.name}/${name}`, ...job })),
);
const steps = jobs.flatMap((job) => (job.steps ?? []).map((step) => ({ job: job.name, ...step })));
const scripts = (JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> }).scripts;

describe("the workflows", () => {
  it("are those that the documentation tells of", () => {
    assert.deepEqual(workflows.map(({ name }) => name).sort(), ["deploy", "drift", "promote", "pull-request", "up"]);
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

  it("are about each stack, in the order of promotion", () => {
    const stacks = ["dev", "stage", "prod"];
    assert.deepEqual([...stacks].sort(), stackNames("."));
    for (const { name, strategy } of jobs) if (strategy) assert.deepEqual(strategy.matrix.stack, stacks, name);
    const deployed = workflows.find(({ name }) => name === "deploy")?.jobs ?? {};
    assert.deepEqual(Object.keys(deployed), ["check", ...stacks]);
    for (const stack of stacks) assert.ok(existsSync(`policy/${stack}.json`), stack);
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
