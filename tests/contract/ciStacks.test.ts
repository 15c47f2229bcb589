import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Checkout } from "../../dev/support/checkout";

describe("the stacks of a checkout, as outputs of a step", function () {
  this.timeout(120_000);
  let checkout: Checkout;
  const write = (file: string, text: string) => writeFileSync(join(checkout.directory, file), text);
  before(() => {
    checkout = new Checkout(process.cwd());
    write(
      "Pulumi.qa.yaml",
      "config:\n  agentgateway-infra:extends: stage\n  agentgateway-infra:namespace: qa\n  agentgateway-infra:cluster: { name: qa }\n  agentgateway-infra:repository: { branch: main }\n",
    );
    const direct = "config:\n  agentgateway-infra:extends: dev\n  agentgateway-infra:namespace: mine\n";
    write("Pulumi.mine.yaml", `${direct}  agentgateway-infra:delivery: direct\n`);
  });
  after(() => rmSync(checkout.root, { recursive: true }));

  const ask = (args: string[] = [], STACKS = "", BRANCH = "") => {
    const options = { cwd: checkout.directory, encoding: "utf8", env: { ...process.env, STACKS, BRANCH } } as const;
    return spawnSync(process.execPath, [join(checkout.directory, "ci/stacks.mjs"), ...args], options);
  };
  const outputs = (...args: Parameters<typeof ask>) => {
    const { status, stdout, stderr } = ask(...args);
    assert.equal(status, 0, stderr);
    return stdout.trimEnd().split("\n");
  };

  const on = (name: string, branch: string) => ({ name, branch });

  it("are those that Argo CD deploys, a new one among them, by when they are deployed", () => {
    assert.deepEqual(outputs(), [
      'push=["dev"]',
      'approval=["prod","qa","stage"]',
      `all=${JSON.stringify([on("dev", "dev"), on("prod", "dev"), on("qa", "main"), on("stage", "dev")])}`,
    ]);
    assert.deepEqual(outputs([], "", "main"), [
      "push=[]",
      'approval=["qa"]',
      `all=${JSON.stringify([on("qa", "main")])}`,
    ]);
  });

  it("are those that a variable names, in direct delivery too", () => {
    assert.deepEqual(outputs([], "dev, mine").slice(0, 2), ['push=["dev"]', 'approval=["mine"]']);
    const { status, stderr } = ask([], "dev production");
    assert.equal(status, 1);
    assert.match(stderr, /^error: STACKS names production, and there is no such stack file in the checkout$/m);
  });

  it("tell of one when it is deployed", () => {
    assert.deepEqual(outputs(["qa"]), ["deploy=approval"]);
    assert.match(ask(["production"]).stderr, /^error: there is no stack file of "production" in the checkout$/m);
  });

  it("leave a broken one out, and say what is wrong with it", () => {
    write("Pulumi.bad.yaml", "config:\n  agentgateway-infra:namespac: x\n");
    const { status, stdout, stderr } = ask();
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^approval=\["prod","qa","stage"\]$/m);
    assert.match(stderr, /^Pulumi\.bad\.yaml is left out, because it has errors:\n[^]*namespac/m);
    assert.match(ask(["bad"]).stderr, /^error: Pulumi\.bad\.yaml has errors:\n[^]*namespac/m);
    rmSync(join(checkout.directory, "Pulumi.bad.yaml"));
  });
});
