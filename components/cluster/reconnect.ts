import { ARGOCD_NAMESPACE } from "../argocd/install";
import { clientFor } from "./client";

/**
 * Makes Argo CD use the credentials that stand in a cluster Secret.
 *
 * Its controller keeps a connection for each server. Where a comparison is under way while the Secret is deleted, it opens
 * that connection once more, with the old token; and when the Secret comes back, the controller sees that it has a
 * connection and leaves it (liveStateCache.handleAddEvent, v3.6.1). Only a changed `config` makes it take the new one
 * (handleModEvent): so it is changed, in a way that does not matter, and set back.
 */
export async function reconnect(kubeconfig: string, context: string | undefined, name: string): Promise<void> {
  const { CoreV1Api, PatchStrategy, setHeaderOptions } = await import("@kubernetes/client-node");
  const api = (await clientFor(kubeconfig, context)).makeApiClient(CoreV1Api);
  const secret = { name, namespace: ARGOCD_NAMESPACE };
  const merge = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);
  const write = (value: string) => api.patchNamespacedSecret({ ...secret, body: { data: { config: value } } }, merge);

  const kept = (await api.readNamespacedSecret(secret)).data?.["config"];
  if (kept === undefined) return;
  const changed = { ...(JSON.parse(Buffer.from(kept, "base64").toString()) as object), disableCompression: true };
  await write(Buffer.from(JSON.stringify(changed)).toString("base64"));
  await write(kept);
}
