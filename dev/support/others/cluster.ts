import { adminAccess } from "../../sandbox/cluster/credentials";
import type { ClusterAccess } from "../../sandbox/cluster/kubeconfig";
import { layoutAt } from "../../sandbox/state/layout";
import { readSandbox, type Sandbox } from "../../sandbox/state/sandbox";
import type { Checkout } from "../checkout";
import { eventually } from "../shell";
import { ARGOCD, deployTheirs, installArgoCd, TEAM } from "./argocd";
import { formerGatewayApi, keptForThePlatform, theirGateway, theirStatus } from "./gatewayApi";
import { applyAsPlatform, asPlatform, CLUSTER, restricted } from "./platform";
import { changesOf, wholeObjects, type WholeObjects } from "./wholeObjects";

/** Seconds until a cluster that was just furnished is at rest. */
const REST_SECONDS = 120;

/** How a cluster's own administrator reaches it, without anything between. */
export function administrator(checkout: Checkout): ClusterAccess {
  const layout = layoutAt(checkout.sandbox, checkout.directory);
  return adminAccess(layout, readSandbox(layout) as Sandbox, CLUSTER);
}

/**
 * Furnishes a cluster as a platform's team has it: an Argo CD with an Application, Gateway API 1.4 of the experimental channel that
 * nobody else may write, an object that uses it, and namespaces that enforce Pod Security.
 *
 * @param namespaces those that enforce Pod Security
 */
export async function furnish(checkout: Checkout, namespaces: readonly string[]): Promise<void> {
  const plain = [ARGOCD, TEAM].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
  await applyAsPlatform(checkout, [...plain, ...restricted(...namespaces)]);
  await installArgoCd(checkout);
  await applyAsPlatform(checkout, [...(await formerGatewayApi()), ...keptForThePlatform()]);
  const kinds = ["gatewayclasses", "gateways", "httproutes"].map((plural) => `${plural}.gateway.networking.k8s.io`);
  await eventually("the kinds of Gateway API are served", REST_SECONDS, async () => {
    const { code, all } = await asPlatform(checkout, ["get", kinds.join(","), "--all-namespaces"]);
    return code === 0 || all;
  });
  await applyAsPlatform(checkout, theirGateway(TEAM));
  await applyAsPlatform(checkout, [theirStatus(TEAM)], "--subresource=status");
  await deployTheirs(checkout);
  const write = ["annotate", "crd", "gateways.gateway.networking.k8s.io", "by=somebody-else", "--dry-run=server"];
  await eventually("the platform's admission policy holds", REST_SECONDS, async () => {
    const { all } = await checkout.shell("kubectl", ["--context", CLUSTER, ...write]);
    return /Gateway API is the platform team's/.test(all) || all;
  });
}

/** Every object of a cluster, once its controllers have come to rest. */
export async function atRest(checkout: Checkout): Promise<WholeObjects> {
  let seen = await wholeObjects(checkout, CLUSTER);
  await eventually("nothing on the cluster changes by itself", REST_SECONDS, async () => {
    const now = await wholeObjects(checkout, CLUSTER);
    const changes = changesOf(seen, now);
    seen = now;
    return changes.length === 0 || changes.join(", ");
  });
  return seen;
}
