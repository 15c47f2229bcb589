import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse, parseAllDocuments } from "yaml";
import { codeBlocks } from "../../../dev/support/docs";
import { environment } from "../../../dev/support/environment";

const PAGE = "docs/operator.md";

interface Resource {
  type: string;
  properties: Record<string, unknown>;
}

describe("the page on the Kubernetes operator", () => {
  const blocks = codeBlocks(PAGE, "yaml");

  it("has a stack that works as the pod's ServiceAccount", () => {
    const text = blocks.find((block) => block.startsWith("# Pulumi.prod.yaml")) ?? "";
    const { config } = parse(text) as { config: Record<string, object> };
    const { cluster } = environment({ cluster: config["agentgateway-infra:cluster"] });
    assert.deepEqual(cluster.kubeconfigFrom, { inCluster: true, output: "kubeconfig" });
  });

  it("creates components that the package has, with inputs that they have", () => {
    const objects = blocks.flatMap((block) => parseAllDocuments(block).map((each) => each.toJS() as { kind?: string }));
    const program = objects.find(({ kind }) => kind === "Program") as {
      program: { resources: Record<string, Resource> };
    };
    const schema = JSON.parse(readFileSync("cli/package/components.schema.json", "utf8")) as {
      resources: Record<string, { inputProperties: object; requiredInputs?: string[] }>;
    };
    for (const { type, properties } of Object.values(program.program.resources)) {
      const resource = schema.resources[type.replace(":", ":index:")] ?? assert.fail(type);
      for (const name of Object.keys(properties)) assert.ok(name in resource.inputProperties, name);
      for (const name of resource.requiredInputs ?? []) assert.ok(name in properties, name);
    }
  });

  it("uses the version of Pulumi that is tested", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    const images = [...readFileSync(PAGE, "utf8").matchAll(/pulumi\/pulumi:([\d.]+)-nonroot/g)].map(
      ([, version]) => version,
    );
    assert.ok(images.length >= 2);
    assert.deepEqual([...new Set(images)], [dependencies["@pulumi/pulumi"]]);
  });
});
