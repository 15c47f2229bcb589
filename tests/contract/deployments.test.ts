import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Checkout } from "../../dev/support/checkout";

interface Settings {
  stack: string;
  github: { deployCommits: boolean };
  sourceContext: { git: { branch: string } };
  executorContext: { executorImage: string };
  operationContext: { preRunCommands: string[]; environmentVariables: Record<string, string> };
}

interface Registration {
  type: string;
  inputs: Settings;
}

/** Runs the program against a recording engine, and prints what it registers. */
const RECORDER = `
const pulumi = require("@pulumi/pulumi");
const { checkout } = process.env;
const config = { organization: "acme", repository: "acme/agentgateway-infra", checkout };
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
      assert.ok(executorContext.executorImage.endsWith(`:${dependencies["@pulumi/pulumi"]}`));
      assert.deepEqual(operationContext.environmentVariables, {
        PULUMI_OPTION_POLICY_PACK: "policy",
        PULUMI_OPTION_POLICY_PACK_CONFIG: "/tmp/policy.json",
      });
      const [command, file] = operationContext.preRunCommands[1]?.split(" > ") ?? [];
      assert.equal(file, "/tmp/policy.json");
      assert.equal(command, `npm run --silent policy -- --settings ${stack}`);
    }
  });

  it("changes nothing while a stack file has errors, which it names", () => {
    checkout.edit("Pulumi.qa.yaml", (text) => text.replace("namespace: qa", "namespace: Q A"));
    assert.throws(record, /namespace: "Q A" must be lower-case letters/);
  });
});
