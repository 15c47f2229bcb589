import { mergeLayers, type PlainObject } from "../../core/merge";
import { compact } from "../../kube/object";

/** What a gateway says of the workload that runs its proxy. */
export interface Workload {
  workload?: { kind: string } | undefined;
  deployment?: object | undefined;
  daemonSet?: object | undefined;
  replicas?: number | undefined;
  autoscaling?: object | undefined;
}

/** The overlay of the proxy's workload: what the configuration makes, and over it what it says in the API's words. */
export function overlayed(
  { workload, deployment, daemonSet }: Workload,
  made: { spec: { replicas: number | undefined; template: object } },
): { deployment?: object; daemonSet?: object } {
  const over = (layer: object, base: PlainObject) => mergeLayers(base, layer as PlainObject);
  if (workload?.kind !== "DaemonSet") return { deployment: over(deployment ?? {}, compact(made)) };
  return { daemonSet: over(daemonSet ?? {}, compact({ spec: { template: made.spec.template } })) };
}
