import type { KubernetesObject } from "../../kube/object";
import { itemsIn, valueIn } from "../../checks/fields";
import type { PlainObject } from "../../core/merge";

/** A container of a workload, and its path. */
export interface Container {
  path: string;
  container: PlainObject;
}

const LISTS = ["containers", "initContainers", "ephemeralContainers"];

/** Where a workload's pods are described: in itself or in its template. Nothing for what runs no pods. */
export function podPath(object: KubernetesObject): readonly string[] | undefined {
  const paths = [["spec", "template", "spec"], ["spec", "jobTemplate", "spec", "template", "spec"], ["spec"]];
  return paths.find((path) => itemsIn(object, ...path, "containers").length > 0);
}

/** The containers that a workload runs. */
export function containersOf(object: KubernetesObject): Container[] {
  const pod = podPath(object);
  if (pod === undefined) return [];
  return LISTS.flatMap((list) =>
    itemsIn(object, ...pod, list).map((container, index) => ({
      path: `${pod.join(".")}.${list}[${index}]`,
      container,
    })),
  );
}

/** True for the workloads that a Service can send requests to, as many of them as there are replicas. */
export function isReplicated({ kind }: KubernetesObject): boolean {
  return kind === "Deployment" || kind === "StatefulSet";
}

/** The fewest replicas that a workload has, whether they are fixed or scaled. */
export function leastReplicas(workload: KubernetesObject, objects: readonly KubernetesObject[]): number {
  const scaler = objects.find(
    ({ kind, spec }) =>
      kind === "HorizontalPodAutoscaler" &&
      valueIn(spec, "scaleTargetRef", "kind") === workload.kind &&
      valueIn(spec, "scaleTargetRef", "name") === workload.metadata.name,
  );
  const least = scaler ? valueIn(scaler, "spec", "minReplicas") : valueIn(workload, "spec", "replicas");
  return typeof least === "number" ? least : 1;
}

/** How a workload or object is named in exceptions. */
export function named({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.name}`;
}
