import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { valuesOfChart } from "../../components/controller/values/build";
import type { KubernetesObject } from "../../kube/object";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { BareCluster } from "../../dev/support/bareCluster";
import { environment } from "../../dev/support/environment";
import { restricted } from "../../dev/support/others/platform";

const NAMESPACE = "restricted";

/** The proxy's pods are those of `e2e/othersCluster`, and workloads' those of `contract/apiServer`. */
describe("the controller, where the Pod Security Standard restricted is enforced", () => {
  const bare = new BareCluster();
  const directory = mkdtempSync(join(tmpdir(), "restricted-"));
  after(() => rmSync(directory, { recursive: true }));

  /** What the API server has against the controller's pods, as the chart makes them. */
  async function refusal(values: object): Promise<string | undefined> {
    const { assets, bin } = await ensureToolchain({ only: ["helm"] });
    const file = join(directory, "values.json");
    writeFileSync(file, JSON.stringify(values));
    const chart = join(assets.agentgatewayCharts, "agentgateway");
    const words = ["template", "agentgateway", chart, "--namespace", NAMESPACE, "--values", file];
    const objects = parseAllDocuments(execFileSync(bin.helm, words, { encoding: "utf8", timeout: 60_000 })).map(
      (document) => document.toJS() as KubernetesObject | null,
    );
    const deployment = objects.find((object) => object?.kind === "Deployment");
    const { template } = deployment?.spec as { template: { spec: { serviceAccountName: string } } };
    const account = { name: template.spec.serviceAccountName, namespace: NAMESPACE };
    await bare.server.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: account });
    return bare.server.refusal({ apiVersion: "v1", kind: "Pod", metadata: account, spec: template.spec });
  }

  it("runs with the values that every stack has, and not with the chart's own", async () => {
    for (const namespace of restricted(NAMESPACE)) await bare.server.apply(namespace);
    assert.equal(await refusal(valuesOfChart(environment())), undefined);
    assert.match((await refusal({})) ?? "", /violates PodSecurity "restricted:latest": seccompProfile \([^)]*\)$/);
  });
});
