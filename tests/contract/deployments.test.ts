import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Checkout } from "../../dev/support/checkout";
import { describeFixture } from "../../dev/support/fixture";
import { StandIns } from "../../dev/support/standIns";

interface Settings {
  stack: string;
  github: { deployCommits: boolean; previewPullRequests: boolean };
  sourceContext: { git: { branch: string } };
  executorContext: { executorImage: string };
  operationContext: { environmentVariables: Record<string, string>; oidc?: object; preRunCommands: string[] };
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
pulumi.runtime.setAllConfig({
  "project:organization": "acme",
  "project:repository": "acme/agentgateway-infra",
  "project:checkout": "../checkout",
  "project:logins": '${JSON.stringify(LOGINS)}',
});
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
  let checkout: Checkout;
  let directory: string;
  let registered: Registration[];
  const desired = describeFixture().environments;
  before(() => {
    checkout = new Checkout(process.cwd());
    directory = join(checkout.root, "deployments");
    const filter = (path: string) => !path.includes("node_modules");
    cpSync("ci/deployments", directory, { recursive: true, filter });
    run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
  });
  after(() => rmSync(checkout.root, { recursive: true }));

  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
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

  it("registers settings and a look for drift for each stack of the checkout", () => {
    writeFileSync(join(directory, "record.js"), RECORDER);
    registered = JSON.parse(
      run(process.execPath, "-r", "ts-node/register/transpile-only", "record.js"),
    ) as Registration[];
    const environments = desired.map(({ name }) => name);
    for (const type of ["DeploymentSettings", "DriftSchedule"]) {
      const stacks = registered.filter((each) => each.type.endsWith(`:${type}`)).map(({ inputs }) => inputs.stack);
      assert.deepEqual(stacks.sort(), environments);
    }
  });

  const settingsOf = (stack: string) => {
    const found = registered.find(({ type, inputs }) => type.endsWith("Settings") && inputs.stack === stack);
    assert.ok(found, stack);
    return found.inputs;
  };

  it("deploys dev at once and others when told to, from the branch that Argo CD follows, under the policy", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const { name, repository } of desired) {
      const { github, sourceContext, executorContext, operationContext } = settingsOf(name);
      assert.equal(github.deployCommits, name === "dev");
      assert.equal(sourceContext.git.branch, `refs/heads/${repository.branch}`);
      assert.equal(executorContext.executorImage, `pulumi/pulumi:${dependencies["@pulumi/pulumi"]}`);
      assert.deepEqual(operationContext.environmentVariables, {
        PULUMI_OPTION_POLICY_PACK: "policy",
        PULUMI_OPTION_POLICY_PACK_CONFIG: `policy/${name}.json`,
      });
    }
  });

  it("runs no pull request's code, and logs a stack in where it is told to", () => {
    for (const { name } of desired) {
      assert.equal(settingsOf(name).github.previewPullRequests, false);
      assert.deepEqual(settingsOf(name).operationContext.oidc, name === "prod" ? LOGINS.prod : undefined);
      assert.deepEqual(settingsOf(name).operationContext.preRunCommands, ["node ci/beforeDeployment.mjs"]);
    }
  });

  it("deletes no settings because a stack file has errors", () => {
    const file = join(checkout.directory, "Pulumi.prod.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("namespace:", "namespac:"));
    const code = 'require("./stacks").stacksOf("../checkout")';
    const args = ["-r", "ts-node/register/transpile-only", "-e", code];
    const ask = () => spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8" });
    assert.match(ask().stderr, /^Error: Pulumi\.prod\.yaml has errors:\n[^]*namespac[^]*__pulumiRunError/m);
    writeFileSync(file, text);
    assert.equal(ask().status, 0);
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
