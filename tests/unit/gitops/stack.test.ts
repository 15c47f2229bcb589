import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { environmentFiles } from "../../../components/environment";
import { environmentInCheckout, loadCheckout } from "../../../config/checkout";
import { compareTree, writeTree } from "../../../gitops/files";
import { committedEnvironment } from "../../../gitops/stack";
import { renderTree } from "../../../gitops/tree";

const platform = {
  repository: { url: "https://git.example.com/x.git" },
  agents: { planner: { image: "example.com/planner:1" } },
};

describe("what Git says of a stack that is deployed", () => {
  let directory: string;
  let warnings: string[];
  const { warn } = pulumi.log;
  const log = pulumi.log as { warn: (message: string) => Promise<void> };
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "stack-"));
    for (const name of ["dev", "qa"]) writeFileSync(stackFile(name), `config: { namespace: ${name} }\n`);
    const tree = renderTree(loadCheckout(platform, directory));
    writeTree(tree, directory, compareTree(tree, directory));
    warnings = [];
    log.warn = (message) => Promise.resolve(void warnings.push(message));
  });
  afterEach(() => {
    log.warn = warn;
    rmSync(directory, { recursive: true });
  });

  const stackFile = (name: string) => join(directory, `Pulumi.${name}.yaml`);
  const committed = () => {
    const environment = environmentInCheckout(platform, directory, "dev");
    const rendered = environmentFiles(environment);
    return committedEnvironment(platform, { environment, rendered, handWritten: [], files: [...rendered] }, directory);
  };

  it("does not depend on another stack's errors, which are warnings", () => {
    writeFileSync(stackFile("qa"), "config: { namespace: Q A }\n");
    assert.equal(committed().namespace, "dev");
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0] ?? "",
      /^Pulumi\.qa\.yaml has errors, which stop that stack alone\. The configuration of environment "qa" has an error:\n/,
    );
  });

  it("does not depend on whether another stack is rendered", () => {
    rmSync(join(directory, "k8s/overlays/qa"), { recursive: true });
    assert.equal(committed().name, "dev");
    assert.deepEqual(warnings, []);
  });

  it("must be rendered for itself", () => {
    rmSync(join(directory, "k8s/overlays/dev/kustomization.yaml"));
    assert.throws(
      committed,
      /Git would not get what the configuration says.*\n {2}- k8s\/overlays\/dev\/kustomization\.yaml: is missing/,
    );
  });
});
