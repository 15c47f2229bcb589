import { TRACKING_ID, TRACKING_LABEL } from "../../components/argocd/tracking";
import type { LiveObject } from "../../kube/live";
import { refKey, type ObjectRef } from "../../kube/ref";
import type { Taken } from "./facts";

/** The settings of the Argo CD. */
export function settingsOf({ argocd: { namespace } }: Pick<Taken, "argocd">): ObjectRef {
  return { apiVersion: "v1", kind: "ConfigMap", namespace, name: "argocd-cm" };
}

/**
 * The label by which the Argo CD knows the objects of an Application, where it does not by annotation.
 *
 * @param live objects of the cluster by key, with Argo CD's settings
 */
export function trackingLabel(environment: Pick<Taken, "argocd">, live: ReadonlyMap<string, LiveObject>): string {
  const { data = {} } = (live.get(refKey(settingsOf(environment))) ?? {}) as { data?: Record<string, string> };
  return data["application.instanceLabelKey"] || TRACKING_LABEL;
}

/**
 * Whether an object bears an Application's mark, without which Argo CD does not prune it. The Application's status does not
 * tell: it lists what Git describes, too, be it of another environment or not on the cluster.
 *
 * @param mark what Argo CD calls the Application in it
 */
export function isTracked({ metadata }: LiveObject, mark: string, label: string): boolean {
  const id = metadata.annotations?.[TRACKING_ID];
  return id === undefined ? metadata.labels?.[label] === mark : id.startsWith(`${mark}:`);
}
