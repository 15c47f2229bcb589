import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import { installsArgoCd, type Facts } from "./facts";
import { meanwhile } from "./meanwhile";
import { FIELD_MANAGER } from "./steps";

/**
 * Argo CD's pods read the password of their Redis when they start, so all of them restart when it has changed.
 *
 * @param ended aborts when `pulumi up` has ended
 */
export async function restartOnNewPassword(hub: Cluster, { environment }: Facts, ended: AbortSignal): Promise<void> {
  if (!installsArgoCd(environment)) return;
  const { namespace } = environment.argocd;
  const secret = { apiVersion: "v1", kind: "Secret", namespace, name: "argocd-redis" };
  const before = await hub.read(secret);
  if (before === undefined) return;
  const password = ({ data }: LiveObject) => (data as { auth?: string } | undefined)?.auth;
  const changed = await meanwhile(ended, async () => {
    const now = await hub.read(secret);
    return now !== undefined && password(now) !== password(before);
  });
  if (!changed) return;
  const restartedAt = { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() };
  const spec = { template: { metadata: { annotations: restartedAt } } };
  for (const kind of ["Deployment", "StatefulSet"])
    for (const { apiVersion, metadata } of await hub.list({ apiVersion: "apps/v1", kind, namespace }))
      await hub.merge({ apiVersion, kind, metadata: { name: metadata.name, namespace }, spec }, FIELD_MANAGER);
}
