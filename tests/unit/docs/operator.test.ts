import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { codeBlocks } from "../../../dev/support/docs";
import { kubeconfigErrors } from "../../../kube/kubeconfigErrors";

const PAGE = "docs/operator.md";
const TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";

interface Kubeconfig {
  kind: string;
  users: { user: { exec: { command: string; args: string[] } } }[];
}
interface Resource {
  type: string;
  properties: Record<string, unknown>;
}

describe("the page on the Kubernetes operator", () => {
  const blocks = codeBlocks(PAGE, "yaml");

  it("has a kubeconfig that is accepted, and reads the token of the pod", () => {
    const text = blocks.find((block) => block.startsWith("# kubeconfig")) ?? "";
    const use = { path: "cluster.kubeconfig", stack: "prod", registered: false, allowLoopback: false };
    assert.deepEqual(kubeconfigErrors(text, use), []);
    const [first] = (parse(text) as Kubeconfig).users;
    const { command, args } = first?.user.exec ?? assert.fail("no plugin");
    const directory = mkdtempSync(join(tmpdir(), "operator-"));
    try {
      writeFileSync(join(directory, "token"), "t0ken");
      assert.ok(args.some((arg) => arg.includes(TOKEN)));
      const here = args.map((arg) => arg.replace(TOKEN, join(directory, "token")));
      const answer = JSON.parse(execFileSync(command, here, { encoding: "utf8" })) as object;
      assert.deepEqual(answer, {
        apiVersion: "client.authentication.k8s.io/v1",
        kind: "ExecCredential",
        status: { token: "t0ken" },
      });
    } finally {
      rmSync(directory, { recursive: true });
    }
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
