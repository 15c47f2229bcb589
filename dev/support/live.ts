import type { KubernetesObject } from "../../kube/object";
import type { Checkout } from "./checkout";

const NAMESPACE = "agentgateway-system";

/** Kinds that Argo CD delivers, and what the controller makes of them. */
const DELIVERED = [
  "gateways",
  "httproutes",
  "agentgatewaybackends",
  "agentgatewayparameters",
  "agentgatewaypolicies",
  "deployments",
  "services",
  "serviceaccounts",
  "configmaps",
].join(",");

interface Live extends KubernetesObject {
  metadata: KubernetesObject["metadata"] & { uid: string; ownerReferences?: object[] };
}

interface List {
  items: Live[];
}

async function everything(checkout: Checkout): Promise<Live[]> {
  const lists = await Promise.all([
    checkout.get<List>("dev", DELIVERED, "-n", NAMESPACE),
    checkout.get<List>("dev", "applications,appprojects", "-n", "argocd"),
    checkout.get<List>("dev", "customresourcedefinitions"),
  ]);
  return lists.flatMap(({ items }) => items);
}

const nameOf = ({ kind, metadata }: Live) => `${kind} ${metadata.name}`;

/** The identity of each object that must outlive a takeover: an object that keeps its own was not deleted and recreated. */
export async function identitiesOf(checkout: Checkout): Promise<Record<string, string>> {
  const { items } = await checkout.get<List>("dev", "secrets", "-n", NAMESPACE);
  const namespaces = await checkout.get<List>("dev", "namespaces");
  const objects = [...(await everything(checkout)), ...items, ...namespaces.items];
  return Object.fromEntries(objects.map((object) => [nameOf(object), object.metadata.uid]));
}

/** The same of the objects in one namespace, by default of dev's cluster. */
export async function identitiesIn(
  checkout: Checkout,
  namespace: string,
  context = "dev",
): Promise<Record<string, string>> {
  const { items } = await checkout.get<List>(context, `${DELIVERED},secrets`, "-n", namespace);
  return Object.fromEntries(items.map((object) => [nameOf(object), object.metadata.uid]));
}

/** What each object is to be, without what a cluster gives it: for comparing two ways to the same end. */
export async function liveSpecs(checkout: Checkout): Promise<Record<string, unknown>> {
  const objects = (await everything(checkout)).filter(
    ({ metadata }) => !["default", "kube-root-ca.crt"].includes(metadata.name),
  );
  return Object.fromEntries(objects.map((object) => [nameOf(object), specOf(object)] as const).sort());
}

function specOf({ kind, metadata, spec, data }: Live): unknown {
  // The controller gives what it makes of a Gateway keys and ports that are new each time.
  if (kind === "CustomResourceDefinition" || metadata.ownerReferences !== undefined) return undefined;
  if (kind === "Service") {
    const { clusterIP: _, clusterIPs: __, ...rest } = spec as Record<string, unknown>;
    return rest;
  }
  if (kind === "Application") {
    // Where Git names other addresses than the stack, the root patches them: the only thing that may differ.
    const { source, ...rest } = spec as { source: Record<string, unknown> };
    const { kustomize: _, ...plain } = source;
    return { ...rest, source: plain };
  }
  return spec ?? data;
}
