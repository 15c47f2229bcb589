import type { Cluster } from "../../kube/cluster";

/** Argo CD's connection to a cluster, by a token of ours. */
export interface Connection {
  /** Makes Argo CD reconnect with the credentials in the cluster Secret. */
  renew(): Promise<void>;
  /** Leaves the Secret as it was before the first {@link renew}. To be called once Argo CD works, or is given up. */
  settle(): Promise<void>;
}

interface SecretRef {
  name: string;
  namespace: string;
}

/** A field of a cluster's `config` that changes nothing that matters, and that we never set. */
const UNUSED_FIELD = "disableCompression";

/**
 * The connection that a cluster Secret describes.
 *
 * Argo CD's controller keeps a connection for each server. Where a comparison is under way while the Secret is deleted, it
 * opens that connection once more, with the old token; and when the Secret comes back, the controller sees that it has a
 * connection and leaves it (liveStateCache.handleAddEvent, v3.6.1). Only a changed `config` makes it take the new one
 * (handleModEvent): so it is changed, in a way that does not matter, and set back in the end. Not at once: of two changes
 * in a row Argo CD makes two readers of one queue of events, which then apply an object's older state over its newer one,
 * for good (clusterCache.processEvents of gitops-engine, v3.6.1).
 *
 * @param hub the cluster that Argo CD runs in
 * @param secret the Secret's name, and the namespace of Argo CD
 */
export function connection(hub: Cluster, secret: SecretRef): Connection {
  const rewrite = (change: (config: Record<string, unknown>) => object | undefined) =>
    rewriteConfig(hub, secret, change);
  const withoutUnused = ({ [UNUSED_FIELD]: _, ...rest }: Record<string, unknown>) => rest;
  return {
    renew: () =>
      rewrite((config) => (UNUSED_FIELD in config ? withoutUnused(config) : { ...config, [UNUSED_FIELD]: true })),
    settle: () => rewrite((config) => (UNUSED_FIELD in config ? withoutUnused(config) : undefined)),
  };
}

async function rewriteConfig(
  hub: Cluster,
  { name, namespace }: SecretRef,
  change: (config: Record<string, unknown>) => object | undefined,
): Promise<void> {
  const secret = { apiVersion: "v1", kind: "Secret" };
  const live = await hub.read({ ...secret, name, namespace });
  const current = (live?.data as Record<string, string> | undefined)?.["config"];
  if (current === undefined) return;
  const changed = change(JSON.parse(Buffer.from(current, "base64").toString()) as Record<string, unknown>);
  if (changed === undefined) return;
  const data = { config: Buffer.from(JSON.stringify(changed)).toString("base64") };
  await hub.merge({ ...secret, metadata: { name, namespace }, data });
}
