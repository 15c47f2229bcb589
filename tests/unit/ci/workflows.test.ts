import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { runsPullRequest, untrusted, type Workflow } from "../../../dev/support/workflowRules";

type Job = Workflow["jobs"][string] & { needs?: string | string[]; if?: string; with?: object };

/** Those that this project ships. A user may have others beside them, and stacks that none of them is about. */
const SHIPPED = ["deploy", "drift", "preview", "promote", "pull-request", "up"];
const LOG_IN = ".github/actions/log-in/action.yaml";

const workflows = SHIPPED.map((name) => {
  const text = readFileSync(`.github/workflows/${name}.yaml`, "utf8");
  return { ...(parse(text) as Workflow), name, text };
});
const jobs = workflows.flatMap((workflow) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ ...(job as Job), name: `${workflow.name}/${name}`, workflow })),
);
const logIn = parse(readFileSync(LOG_IN, "utf8")) as {
  inputs: Record<string, object>;
  runs: { steps: NonNullable<Job["steps"]> };
};
const steps = [
  ...jobs.flatMap((job) => (job.steps ?? []).map((step) => ({ job: job.name, ...step }))),
  ...logIn.runs.steps.map((step) => ({ job: LOG_IN, ...step })),
];
const { scripts, dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as Record<
  "scripts" | "dependencies",
  Record<string, string>
>;
const named = (name: string) => jobs.find((job) => job.name === name) as Job;

describe("the workflows", () => {
  it("are those that the documentation tells of", () => {
    const page = readFileSync("docs/github-actions.md", "utf8");
    assert.deepEqual([...new Set([...page.matchAll(/`([\w-]+)\.yaml`/g)].map(([, name]) => name))].sort(), SHIPPED);
  });

  for (const workflow of workflows) {
    it(`can be trusted: ${workflow.name}`, () => assert.deepEqual(untrusted(workflow), []));
  }

  it("run a pull request's code in three jobs, which are nobody", () => {
    const found = jobs.filter((job) => runsPullRequest(job.workflow, job));
    assert.deepEqual(
      found.map(({ name }) => name),
      ["promote/check", "pull-request/check", "pull-request/objects"],
    );
    for (const job of found) assert.deepEqual(job.permissions, { contents: "read" }, job.name);
  });

  it("pin each action to a commit, and say its version; one action has one version", () => {
    const texts = [...workflows.map(({ text }) => text), readFileSync(LOG_IN, "utf8")];
    const uses = texts.flatMap((text) => text.match(/uses: (?!\.\/).*/g) ?? []);
    for (const line of uses) assert.match(line, /^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+(\.\d+){1,2}$/);
    const actions = new Set(uses.map((line) => line.split("@")[0]));
    assert.equal(new Set(uses).size, actions.size);
  });

  it("call workflows and actions of this repository that exist", () => {
    const own = [...jobs, ...steps].flatMap(({ uses }) => (uses?.startsWith("./") ? [uses] : []));
    assert.ok(own.length >= 5);
    for (const uses of own) assert.ok(existsSync(uses.endsWith(".yaml") ? uses : `${uses}/action.yaml`), uses);
  });

  it("hold commands; what has to be thought about is a script that is tested", () => {
    for (const { job, run } of steps) {
      if (run !== undefined && !job.startsWith("promote/")) assert.equal(run.trim().split("\n").length, 1, job);
    }
  });

  it("run commands that there are", () => {
    const commands = steps.flatMap(({ run }) => run?.match(/npm run (?:--silent )?[\w:-]+|node ci\/\S+/g) ?? []);
    assert.ok(commands.length >= 15);
    for (const command of commands) {
      const what = command.split(" ").at(-1) ?? "";
      assert.ok(command.startsWith("npm run") ? what in scripts : existsSync(what), command);
    }
  });

  it("name no stack: they ask the checkout which there are", () => {
    const matrices = jobs.flatMap(({ name, ...job }) => {
      const { strategy } = job as { strategy?: { matrix: { stack?: unknown } } };
      return strategy?.matrix.stack === undefined ? [] : [[name, strategy.matrix.stack]];
    });
    assert.deepEqual(matrices, [
      ["deploy/at-once", "${{ fromJSON(needs.check.outputs.push) }}"],
      ["deploy/approved", "${{ fromJSON(needs.check.outputs.approval) }}"],
      ["drift/drift", "${{ fromJSON(needs.stacks.outputs.all) }}"],
    ]);
    for (const name of ["deploy/check", "drift/stacks"]) {
      assert.ok(
        named(name).steps?.some(({ run }) => run === 'node ci/stacks.mjs >> "$GITHUB_OUTPUT"'),
        name,
      );
    }
  });

  it("deploy what waits for an approval after what doesn't", () => {
    assert.deepEqual(named("deploy/at-once").needs, "check");
    assert.deepEqual(named("deploy/approved").needs, ["check", "at-once"]);
    for (const name of ["deploy/at-once", "deploy/approved"]) {
      assert.equal(named(name).uses, "./.github/workflows/up.yaml");
      assert.deepEqual(named(name).with, { stack: "${{ matrix.stack }}" });
    }
  });

  it("change one stack at a time, cut nothing off, and ask who approved before they log in", () => {
    const up = named("up/up");
    assert.deepEqual(up.concurrency, { group: "up-${{ inputs.stack }}", "cancel-in-progress": false });
    assert.equal(up.environment, "${{ inputs.stack }}");
    const order = up.steps?.map(({ run, uses }) => run ?? uses ?? "") ?? [];
    const asked = order.findIndex((step) => step.startsWith("node ci/approvals.mjs environment"));
    assert.ok(asked > 0 && asked < order.indexOf("./.github/actions/log-in"));
  });

  it("log in as an environment of their own, all in one way", () => {
    const identities = jobs.filter(({ permissions, uses }) => permissions?.["id-token"] && uses === undefined);
    assert.deepEqual(
      identities.map(({ name, environment }) => [name, environment]),
      [
        ["drift/drift", "drift-${{ matrix.stack.name }}"],
        ["preview/preview", "preview-${{ inputs.stack }}"],
        ["promote/gate", "drift-${{ needs.check.outputs.before }}"],
        ["up/up", "${{ inputs.stack }}"],
      ],
    );
    const logins = steps.filter(({ uses }) => uses === "./.github/actions/log-in").map((step) => step.with ?? {});
    assert.equal(logins.length, identities.length);
    for (const inputs of logins) {
      assert.deepEqual(inputs, logins[0]);
      assert.deepEqual(Object.keys(inputs), Object.keys(logIn.inputs));
    }
  });

  it("have the history where it is asked for, and look for drift in what is deployed", () => {
    for (const name of ["drift/drift", "preview/preview", "up/up"]) {
      const checkout = named(name).steps?.find(({ uses }) => uses?.startsWith("actions/checkout@"));
      assert.equal(checkout?.with?.["fetch-depth"], 0, name);
      assert.equal(checkout?.with?.ref, name === "drift/drift" ? "${{ matrix.stack.branch }}" : undefined);
    }
  });

  it("start a preview by hand only, from a branch of this repository", () => {
    const preview = workflows.find(({ name }) => name === "preview");
    assert.deepEqual(Object.keys(preview?.on ?? {}), ["workflow_dispatch"]);
  });

  it("run the version of Pulumi that is tested", () => {
    const versions = steps.flatMap(({ uses, with: inputs }) =>
      uses?.startsWith("pulumi/actions@") ? [inputs?.["pulumi-version"]] : [],
    );
    assert.ok(versions.length >= 3);
    assert.deepEqual([...new Set(versions)], [dependencies["@pulumi/pulumi"]]);
  });
});

describe("the rules about workflows", () => {
  const checkout = { uses: `actions/checkout@${"0".repeat(40)}`, with: { "persist-credentials": false } };
  const job = { "timeout-minutes": 1, permissions: { contents: "read" }, "runs-on": "ubuntu-24.04", steps: [checkout] };
  const workflow = (changed: object, on: Workflow["on"] = { pull_request: {} }): Workflow => ({
    on,
    permissions: {},
    concurrency: "x",
    jobs: { a: { ...job, ...changed } },
  });
  const of = (ref: string) => ({ steps: [{ ...checkout, with: { ...checkout.with, ref } }] });

  it("take a sound one", () => assert.deepEqual(untrusted(workflow({})), []));

  const cases: [string, Workflow, string][] = [
    [
      "an identity",
      workflow({ permissions: { "id-token": "write" } }),
      "a runs a pull request's code with id-token: write",
    ],
    [
      "a right to write",
      workflow({ permissions: { issues: "write" } }),
      "a runs a pull request's code with issues: write",
    ],
    ["a secret", workflow({ env: { A: "${{ secrets.A }}" } }), "a runs a pull request's code with a secret"],
    ["a token", workflow({ env: { A: "${{ github.token }}" } }), "a runs a pull request's code with a token"],
    ["an environment", workflow({ environment: "prod" }), "a runs a pull request's code in an environment"],
    [
      "a runner beside clusters",
      workflow({ "runs-on": "${{ vars.RUNNER || 'ubuntu-24.04' }}" }),
      "a runs a pull request's code on a runner that reaches clusters",
    ],
    [
      "a pull request's head, by whatever event",
      workflow({ ...of("${{ github.event.pull_request.head.sha }}"), environment: "prod" }, "push"),
      "a runs a pull request's code in an environment",
    ],
    [
      "an approved commit",
      workflow(
        { ...of("${{ github.event.review.commit_id }}"), permissions: { contents: "write" } },
        "pull_request_review",
      ),
      "a runs a pull request's code with contents: write",
    ],
    ["strangers' rights", workflow({}, { pull_request_target: {} }), "is started by pull_request_target"],
    ["no permissions", workflow({ permissions: undefined }), "a doesn't say its permissions"],
    ["permissions of all", { ...workflow({}), permissions: { contents: "read" } }, "gives permissions to all jobs"],
    ["no limit", workflow({ "timeout-minutes": undefined }), "a has no limit of time"],
    ["several at once", { ...workflow({}), concurrency: undefined }, "a may run several times at once"],
    ["a stored secret", workflow({ env: { A: "${{ secrets.A }}" } }, "push"), "a has a stored secret"],
    ["all secrets", workflow({ uses: "./x.yaml", secrets: "inherit" }, "push"), "a has a stored secret"],
    [
      "an identity without an environment",
      workflow({ permissions: { "id-token": "write" } }, "push"),
      "a has an identity and no environment",
    ],
    ["a tag", workflow({ steps: [{ uses: "a/b@v1" }] }), "a runs a/b@v1, which is not pinned to a commit"],
    [
      "a token that stays",
      workflow({ steps: [{ uses: checkout.uses, with: { ref: "dev" } }] }),
      "a leaves its token in the checkout",
    ],
    [
      "an injection",
      workflow({ steps: [{ run: "echo ${{ github.event.pull_request.title }}" }] }),
      "a puts an expression into a script",
    ],
  ];
  for (const [what, wrong, problem] of cases) {
    it(`find ${what}`, () => assert.ok(untrusted(wrong).includes(problem), untrusted(wrong).join("\n")));
  }

  it("let a job comment that runs the base's scripts", () => {
    const comment = { ...of("${{ github.event.pull_request.base.sha }}"), permissions: { "pull-requests": "write" } };
    assert.deepEqual(untrusted(workflow(comment)), []);
  });
});
