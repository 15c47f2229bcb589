import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { CONTROLLER_NAMESPACE } from "../../components/controller/namespace";
import { clusterObjects, crdNames } from "../../components/application/clusterObjects";
import type { KubernetesObject } from "../../kube/object";
import { ensureToolchain } from "../../dev/sandbox/toolchain";

/** Kinds without a namespace that are published with Gateway API or a chart. */
const CLUSTER_WIDE = /^(CustomResourceDefinition|ValidatingAdmission.*|Cluster.*)$/;

describe("what the published parts bring that has no namespace", () => {
  it("is what Argo CD may write, by name", async () => {
    const { assets, bin } = await ensureToolchain({ only: ["helm"] });
    const chart = (name: string) =>
      execFileSync(
        bin.helm,
        [
          "template",
          name,
          join(assets.agentgatewayCharts, name),
          "--namespace",
          CONTROLLER_NAMESPACE,
          "--include-crds",
        ],
        { encoding: "utf8", timeout: 60_000, maxBuffer: 1024 ** 3 },
      );
    const texts = [
      ...readdirSync(assets.gatewayApiCrds)
        .filter((file) => file.endsWith(".yaml"))
        .map((file) => readFileSync(join(assets.gatewayApiCrds, file), "utf8")),
      chart("agentgateway-crds"),
      chart("agentgateway"),
    ];
    const published = texts
      .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject | null))
      .filter((object) => object !== null && CLUSTER_WIDE.test(object.kind))
      .map((object) => `${object?.kind} ${object?.metadata.name}`);
    const { admissionPolicy, clusterRole, clusterRoleBinding } = clusterObjects;
    const named = [
      ...crdNames().map((name) => `CustomResourceDefinition ${name}`),
      `ValidatingAdmissionPolicy ${admissionPolicy}`,
      `ValidatingAdmissionPolicyBinding ${admissionPolicy}`,
      `ClusterRole ${clusterRole}`,
      `ClusterRoleBinding ${clusterRoleBinding}`,
    ];
    assert.deepEqual(published.sort(), named.sort());
  });
});
