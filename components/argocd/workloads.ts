import { createHash } from "node:crypto";
import type { KubernetesObject } from "../../kube/object";
import type { WorkloadChange } from "./scale/build";
import type { Data } from "./settings";

/** Annotation of a pod template: with other settings it is another template, so its pods are replaced. */
const SETTINGS_CHECKSUM = "checksum/settings";

interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: { configMapKeyRef?: { name: string; key: string } };
}

interface Container {
  name: string;
  env?: EnvVar[];
  resources?: object;
}

interface PodTemplate {
  metadata?: { annotations?: Record<string, string> };
  spec: { containers: Container[]; initContainers?: Container[] };
}

/** A Deployment or StatefulSet of the release. */
export interface Workload extends KubernetesObject {
  spec: { replicas?: number; template: PodTemplate };
}

/** True for what runs pods. */
export function isWorkload(object: KubernetesObject): object is Workload {
  return object.kind === "Deployment" || object.kind === "StatefulSet";
}

/** A workload of the release with what we change in it. */
export function changeWorkload(workload: Workload, change: WorkloadChange): Workload {
  const { replicas, replicasVariable, resources, containers = [workload.metadata.name] } = change;
  const { template } = workload.spec;
  const changed = template.spec.containers.map((container) => {
    if (!containers.includes(container.name)) return container;
    return {
      ...container,
      ...(resources && { resources }),
      ...(replicas && replicasVariable && { env: withVariable(container.env, replicasVariable, String(replicas)) }),
    };
  });
  return {
    ...workload,
    spec: {
      ...workload.spec,
      ...(replicas && { replicas }),
      template: { ...template, spec: { ...template.spec, containers: changed } },
    },
  };
}

function withVariable(env: readonly EnvVar[] = [], name: string, value: string): EnvVar[] {
  return [...env.filter((variable) => variable.name !== name), { name, value }];
}

/**
 * A workload that is restarted when, and only when, a setting changes that it reads at its start: those of ConfigMaps
 * that are variables of its containers. Everything else Argo CD reads again by itself.
 */
export function restartedBySettings(workload: Workload, configMaps: ReadonlyMap<string, Data>): Workload {
  const { template } = workload.spec;
  const { containers, initContainers = [] } = template.spec;
  const read = [...initContainers, ...containers]
    .flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom?.configMapKeyRef))
    .filter((reference) => reference !== undefined)
    .map(({ name, key }) => [name, key, configMaps.get(name)?.[key]] as const)
    .filter(([, , value]) => value !== undefined)
    .map((setting) => JSON.stringify(setting));
  const checksum = createHash("sha256")
    .update([...new Set(read)].sort().join("\n"))
    .digest("hex");
  const metadata = {
    ...template.metadata,
    annotations: { ...template.metadata?.annotations, [SETTINGS_CHECKSUM]: checksum },
  };
  return { ...workload, spec: { ...workload.spec, template: { ...template, metadata } } };
}
