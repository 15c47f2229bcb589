import assert from "node:assert/strict";
import { parse, stringify } from "yaml";
import { clusterObjects, crdNames } from "../../components/application/clusterObjects";
import { pushToDev } from "../../dev/support/change";
import type { Checkout } from "../../dev/support/checkout";
import { assertCode, assertRefused } from "../../dev/support/shell";
import type { LiveObject } from "../../kube/live";

const SAFE_UPGRADES = clusterObjects.admissionPolicy;

/**
 * A part of the story: Argo CD leaves Gateway API alone where a stack says that it is somebody else's.
 *
 * @param cluster context of the stack's cluster, and the stack
 */
export function leavesGatewayApi(cluster: string, checkout: () => Checkout): void {
  const kubectl = (context: string, ...args: string[]) => checkout().shell("kubectl", ["--context", context, ...args]);
  const pulumi = (...words: string[]) => checkout().pulumi(...words, "--stack", cluster);
  const crds = async () => {
    const names = crdNames(["gateway.networking.k8s.io"]);
    const { items } = await checkout().get<{ items: LiveObject[] }>(cluster, "crd", ...names, "--show-managed-fields");
    return items.map(({ metadata: { name, uid, managedFields } }) => ({ name, uid, managedFields }));
  };
  const application = () => kubectl("dev", "get", "application", `gateway-api-crds-${cluster}`, "-n", "argocd");
  const mayWrite = async (crd: string) => {
    const { stdout } = await kubectl(
      cluster,
      ...["auth", "can-i", "patch", `customresourcedefinitions/${crd}`],
      ...["--as", `system:serviceaccount:agentgateway-system:agentgateway-argocd-${cluster}`],
    );
    return stdout.trim();
  };

  async function leave(): Promise<void> {
    checkout().edit(`Pulumi.${cluster}.yaml`, (text) => {
      const file = parse(text) as { config: Record<string, object> };
      const spec = { ...file.config["agentgateway-infra:cluster"], gatewayApi: "existing" };
      return stringify({ ...file, config: { ...file.config, "agentgateway-infra:cluster": spec } });
    });
    assertCode(await pulumi("config", "set", "--path", "cluster.gatewayApi", "existing"), 0);
    assertCode(await checkout().npm("render"), 0);
    checkout().commit("Gateway API is somebody else's");
    await pushToDev(checkout());
    assertCode(await pulumi("up", "--yes", "--skip-preview"), 0);
    assertCode(await pulumi("preview", "--refresh", "--expect-no-changes"), 0);
    assertCode(await checkout().shell("npm", ["run", "--silent", "drift", "--", cluster]), 0);
    assertCode(await checkout().shell("npm", ["run", "--silent", "status", "--", cluster]), 0);
  }

  it("Gateway API that is somebody else's is left as it is, and Argo CD may not write it", async () => {
    const before = await crds();
    assert.ok(
      before.every(({ managedFields }) => managedFields?.some(({ manager }) => manager === "argocd-controller")),
    );
    await leave();
    assertRefused(await application(), /NotFound/);
    assert.deepEqual(await crds(), before);
    // It depends on who is first, Argo CD or the stack that takes its rights away, whether this is there yet.
    const policy = ["validatingadmissionpolicy,validatingadmissionpolicybinding", SAFE_UPGRADES, "--ignore-not-found"];
    assertCode(await kubectl(cluster, "delete", ...policy), 0);
    assert.equal(await mayWrite("gateways.gateway.networking.k8s.io"), "no");
    assert.equal(await mayWrite("agentgatewaybackends.agentgateway.dev"), "yes");
  });
}
