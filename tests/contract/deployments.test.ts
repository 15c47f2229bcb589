import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeFixture } from "../../dev/support/fixture";

interface Settings {
  stack: string;
  github: { deployCommits: boolean };
  sourceContext: { git: { branch: string } };
  executorContext: { executorImage: string };
  operationContext: { environmentVariables: Record<string, string> };
}

interface Registration {
  type: string;
  inputs: Settings;
}

/** Runs the program against a recording engine, and prints what it registers. */
const RECORDER = `
const pulumi = require("@pulumi/pulumi");
pulumi.runtime.setAllConfig({ "project:organization": "acme", "project:repository": "acme/agentgateway-infra" });
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
  let registered: Registration[];
  const desired = describeFixture().environments;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "deployments-"));
    const filter = (path: string) => !path.includes("node_modules");
    cpSync("ci/deployments", directory, { recursive: true, filter });
    // Which stacks there are is the user's affair.
    const file = join(directory, "settings.ts");
    const stacks = JSON.stringify(desired.map(({ name }) => name));
    writeFileSync(file, readFileSync(file, "utf8").replace(/(export const stacks = )\[[^\]]*\]/, `$1${stacks}`));
    run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
  });
  after(() => rmSync(directory, { recursive: true }));

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

  it("registers settings and a look for drift for each stack that it lists", () => {
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

  it("deploys dev at once and others when told to, from the branch that Argo CD follows, under the policy", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const { name, repository } of desired) {
      const settings = registered.find(
        ({ type, inputs }) => type.endsWith("Settings") && inputs.stack === name,
      )?.inputs;
      assert.equal(settings?.github.deployCommits, name === "dev");
      assert.equal(settings?.sourceContext.git.branch, `refs/heads/${repository.branch}`);
      assert.ok(settings?.executorContext.executorImage.endsWith(`:${dependencies["@pulumi/pulumi"]}`));
      assert.deepEqual(settings?.operationContext.environmentVariables, {
        PULUMI_OPTION_POLICY_PACK: "policy",
        PULUMI_OPTION_POLICY_PACK_CONFIG: `policy/${name}.json`,
      });
    }
  });
});
