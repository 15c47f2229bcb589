import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { environmentFiles } from "../../components/environment";
import { childApplications } from "../../components/application/children";
import { objectKey, type KubernetesObject } from "../../components/kubernetes";
import { describeCheckout } from "../../config/rendered";
import type { Environment } from "../../config/schema";
import type { PlainObject } from "../../config/merge";
import { compareTree, writeTree } from "../../gitops/files";
import { renderTree } from "../../gitops/tree";
import { platform } from "../../platform";
import { ensureToolchain } from "../../sandbox/toolchain";
import { environment } from "../support/environment";

describe("the real kustomize", () => {
  let kustomize: string;
  before(async () => {
    kustomize = (await ensureToolchain({ only: ["kustomize"] })).bin.kustomize;
  });

  const build = (directory: string) =>
    parseAllDocuments(execFileSync(kustomize, ["build", directory], { encoding: "utf8", timeout: 60_000 })).map(
      (document) => document.toJS() as KubernetesObject,
    );

  const byKey = (objects: readonly KubernetesObject[]) =>
    Object.fromEntries(objects.map((object) => [objectKey(object), object] as const).sort());

  async function wanted(described: Environment): Promise<Record<string, KubernetesObject>> {
    const objects = (await environmentFiles(described)).flatMap((file) => file.objects);
    return byKey(
      objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: described.namespace } })),
    );
  }

  for (const described of describeCheckout(platform, process.cwd()).environments) {
    it(`makes of the overlay of ${described.name}, object for object, what the builders make`, async () => {
      assert.deepEqual(byKey(build(`k8s/overlays/${described.name}`)), await wanted(described));
    });

    it(`makes the component Applications of ${described.name}`, () => {
      assert.deepEqual(byKey(build(`app-of-apps/${described.name}`)), byKey(childApplications(described)));
    });
  }

  it("applies the patches, deletions and additions of an environment that differs in everything", async () => {
    const base: PlainObject = {
      llmProviders: { a: { provider: "openai", model: "m" }, b: { provider: "bedrock" } },
      mcpServers: { tools: { image: "example.com/tools:1", env: { A: "1" } } },
      agents: { planner: { image: "example.com/planner:1" } },
    };
    const differs: PlainObject = {
      gateway: { replicas: 3, logging: { level: "debug" }, listeners: { http: { port: 8080 }, more: { port: 9090 } } },
      llmProviders: { a: { provider: "anthropic" }, c: { provider: "gemini", path: "/see" } },
      mcpServers: {
        tools: { image: "example.com/tools:2", replicas: 2, env: { B: "on", C: "0755" } },
        more: { image: "example.com/more:1" },
      },
      agents: {},
    };
    const described = environment(differs, "differs");
    const tree = await renderTree({ base: environment(base, "base"), environments: [described] });
    const directory = mkdtempSync(join(tmpdir(), "kustomize-"));
    try {
      writeTree(tree, directory, compareTree(tree, directory));
      assert.deepEqual(byKey(build(join(directory, "k8s/overlays/differs"))), await wanted(described));
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
