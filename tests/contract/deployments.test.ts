import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Checkout } from "../../dev/support/checkout";
import { StandIns } from "../../dev/support/standIns";

interface Settings {
  stack: string;
  github: { deployCommits: boolean; previewPullRequests: boolean };
  sourceContext: { git: { branch: string } };
  executorContext: { executorImage: string };
  operationContext: { preRunCommands: string[]; environmentVariables: Record<string, string>; oidc?: object };
}

interface Registration {
  type: string;
  inputs: Settings;
}

const LOGINS = {
  prod: { aws: { roleARN: "arn:aws:iam::123456789012:role/agentgateway", sessionName: "agentgateway" } },
};

/** Runs the program against a recording engine, and prints what it registers. */
const RECORDER = `
const pulumi = require("@pulumi/pulumi");
const { checkout } = process.env;
const config = { organization: "acme", repository: "acme/agentgateway-infra", checkout, logins: '${JSON.stringify(LOGINS)}' };
pulumi.runtime.setAllConfig(Object.fromEntries(Object.entries(config).map(([key, value]) => ["project:" + key, value])));
const found = [];
const newResource = ({ type, name, inputs }) => (found.push({ type, inputs }), { id: name, state: inputs });
pulumi.runtime.setMocks({ newResource, call: ({ inputs }) => inputs }).then(async () => {
  require("./index");
  await pulumi.runtime.disconnect();
  console.log(JSON.stringify(found));
});
`;

/** The program has packages of its own, which must not lie in the checkout: Pulumi would look there for plugins. */
describe("the program for Pulumi Deployments", () => {
  let directory: string;
  let checkout: Checkout;
  before(() => {
    checkout = new Checkout(process.cwd());
    const extending = (stack: string, ...more: string[]) => {
      const lines = ["extends: stage", `namespace: ${stack}`, `cluster: { name: ${stack} }`, ...more];
      const config = lines.map((line) => `  agentgateway-infra:${line}\n`);
      writeFileSync(join(checkout.directory, `Pulumi.${stack}.yaml`), `config:\n${config.join("")}`);
    };
    extending("qa", "automation: { deploy: push }", "repository: { branch: qa }");
    extending("perf");
    extending("mine", "delivery: direct");
    directory = mkdtempSync(join(tmpdir(), "deployments-"));
    const filter = (path: string) => !path.includes("node_modules");
    cpSync("ci/deployments", directory, { recursive: true, filter });
    run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
    writeFileSync(join(directory, "record.js"), RECORDER);
  });
  after(() => [directory, checkout.root].forEach((path) => rmSync(path, { recursive: true })));

  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, {
      cwd: directory,
      encoding: "utf8",
      env: { ...process.env, checkout: checkout.directory },
      stdio: ["ignore", "pipe", "pipe"],
    });
  const typescript = () => run(process.execPath, "node_modules/typescript/bin/tsc", "-p", ".");

  it("sets what Pulumi's own types know", () => {
    typescript();
  });

  it("would be refused with a field that they don't know: this is a test that can fail", () => {
    const file = join(directory, "settings.ts");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("deployCommits:", "deployCommit:"));
    assert.throws(typescript);
    writeFileSync(file, text);
  });

  const record = () =>
    JSON.parse(run(process.execPath, "-r", "ts-node/register/transpile-only", "record.js")) as Registration[];

  it("registers settings and a look for drift for each stack of the checkout that CI deploys", () => {
    const registered = record();
    for (const type of ["DeploymentSettings", "DriftSchedule"]) {
      const stacks = registered.filter((each) => each.type.endsWith(`:${type}`)).map(({ inputs }) => inputs.stack);
      assert.deepEqual(stacks.sort(), ["dev", "perf", "prod", "qa", "stage"]);
    }
  });

  it("deploys as each stack says, from its branch, under its policy", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const { type, inputs } of record()) {
      if (!type.endsWith("Settings")) continue;
      const { stack, github, sourceContext, executorContext, operationContext } = inputs;
      assert.equal(github.deployCommits, ["dev", "qa"].includes(stack), stack);
      assert.equal(sourceContext.git.branch, `refs/heads/${stack === "qa" ? "qa" : "dev"}`);
      assert.equal(executorContext.executorImage, `pulumi/pulumi:${dependencies["@pulumi/pulumi"]}`);
      assert.deepEqual(operationContext.environmentVariables, {
        PULUMI_OPTION_POLICY_PACK: "policy",
        PULUMI_OPTION_POLICY_PACK_CONFIG: "/tmp/policy.json",
      });
      const [command, file] = operationContext.preRunCommands[2]?.split(" > ") ?? [];
      assert.equal(file, "/tmp/policy.json");
      assert.equal(command, `npm run --silent policy -- --settings ${stack}`);
    }
  });

  it("runs no pull request's code, and logs a stack in where it is told to", () => {
    for (const { type, inputs } of record()) {
      if (!type.endsWith("Settings")) continue;
      const { stack, github, operationContext } = inputs;
      assert.equal(github.previewPullRequests, false);
      assert.deepEqual(operationContext.oidc, stack === "prod" ? LOGINS.prod : undefined);
      assert.equal(operationContext.preRunCommands[0], "node ci/beforeDeployment.mjs");
    }
  });

  it("changes nothing while a stack file has errors, which it names", () => {
    checkout.edit("Pulumi.qa.yaml", (text) => text.replace("namespace: qa", "namespace: Q A"));
    assert.throws(record, /namespace: "Q A" must be lower-case letters/);
  });
});

describe("what Pulumi Deployments runs before an operation", () => {
  let standIns: StandIns;
  beforeEach(() => (standIns = new StandIns()));
  afterEach(() => standIns.remove());

  const before = (shallow: string) => {
    standIns.add("git", `[ "$1" = rev-parse ] && echo ${shallow}; exit 0`);
    return standIns.run(join(process.cwd(), "ci/beforeDeployment.mjs"), []);
  };
  const asked = "git rev-parse --is-shallow-repository";

  it("chooses the Node.js that is tested, and has the history", () => {
    standIns.add("fnm", "");
    assert.equal(before("false").status, 0);
    assert.deepEqual(standIns.calls(), [asked, "fnm alias 24 default"]);
    before("true");
    assert.deepEqual(standIns.calls().slice(2), [asked, "git fetch --quiet --unshallow", "fnm alias 24 default"]);
  });

  it("stops where that is not to be had", () => {
    standIns.add("fnm", "exit 3");
    const { status, stderr } = before("false");
    assert.equal(status, 1);
    assert.equal(stderr, "error: fnm alias 24 default ended with 3\n");
  });
});
