import type { Checkout } from "./checkout";

/** Kinds that the control plane writes on its own account, at any time. */
export const RESTLESS = ["events", "events.events.k8s.io", "leases.coordination.k8s.io"];
/** What stays by promise, and the control plane's entries for it. */
const PROMISED = ["customresourcedefinitions.apiextensions.k8s.io", "apiservices.apiregistration.k8s.io"];
/** The agentgateway controller makes it and nobody removes it: it goes with the CRDs, if those ever do. */
const GATEWAY_CLASS = "GatewayClass <none>/agentgateway";

/** Every object of a cluster but what stays by promise, each as `Kind namespace/name`. */
export async function everyObject(checkout: Checkout, context: string): Promise<string[]> {
  const kubectl = async (...args: string[]) => {
    const { code, stdout, all } = await checkout.shell("kubectl", ["--context", context, ...args]);
    if (code !== 0) throw new Error(all);
    return stdout.split("\n").filter(Boolean);
  };
  const kinds = (await kubectl("api-resources", "--verbs=list", "-o", "name")).filter(
    (kind) => ![...RESTLESS, ...PROMISED].includes(kind),
  );
  const columns = "KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name";
  return (await kubectl("get", kinds.join(","), "--all-namespaces", "--no-headers", "-o", `custom-columns=${columns}`))
    .map((line) => line.trim().replace(/\s+(\S+)\s+/, " $1/"))
    .filter((object) => object !== GATEWAY_CLASS)
    .sort();
}

/** Names of the CRDs of a cluster. */
export async function crdsOf(checkout: Checkout, context: string): Promise<string[]> {
  const { items } = await checkout.get<{ items: { metadata: { name: string } }[] }>(context, "crds");
  return items.map(({ metadata }) => metadata.name).sort();
}
