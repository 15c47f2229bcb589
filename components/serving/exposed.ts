import type { Cluster } from "../../kube/cluster";
import { GATEWAY_API } from "../gateway/build";
import type { LiveGateway } from "./facts";
import { listenerUrls } from "./urls";

/** Where clients find a Gateway. */
export interface Exposed {
  /** The addresses that the Gateway reports: IP addresses or host names. */
  addresses: string[];
  /** The URL of each listener, by its name. */
  urls: Record<string, string>;
}

/** Where clients find a Gateway as it is now; nowhere, where it is not there, can't be read, or has no address. */
export async function readExposed(cluster: Cluster, namespace: string, name: string): Promise<Exposed> {
  const ref = { apiVersion: `${GATEWAY_API}/v1`, kind: "Gateway", namespace, name };
  const gateway = (await cluster.read(ref).catch(() => undefined)) as LiveGateway | undefined;
  const addresses = (gateway?.status?.addresses ?? []).flatMap(({ value }) => value ?? []);
  return { addresses, urls: listenerUrls(gateway?.spec?.listeners, addresses) };
}
