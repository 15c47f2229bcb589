import { createHash } from "node:crypto";
import type { KubernetesObject } from "../../kube/object";
import { mergeLayers, type PlainObject } from "../../core/merge";
import type { PodPart } from "../pods/build";
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

/** A workload of the release with what we change in it, and its pods placed. */
export function changeWorkload(workload: Workload, change: WorkloadChange & { placed?: PodPart }): Workload {
  const {
    replicas,
    replicasVariable,
    resources,
    env = {},
    containers = [workload.metadata.name],
    placed = {},
  } = change;
  const { template } = workload.spec;
  const changed = template.spec.containers.map((container) => {
    if (!containers.includes(container.name)) return container;
    const variables = { ...(replicas && replicasVariable && { [replicasVariable]: String(replicas) }), ...env };
    return {
      ...container,
      ...(resources && { resources }),
      ...(Object.keys(variables).length > 0 && { env: withVariables(container.env, variables) }),
    };
  });
  const changedTemplate = { ...template, spec: { ...template.spec, containers: changed } };
  return {
    ...workload,
    spec: {
      ...workload.spec,
      ...(replicas && { replicas }),
      template: mergeLayers(changedTemplate, placed as PlainObject) as unknown as PodTemplate,
    },
  };
}

function withVariables(env: readonly EnvVar[] = [], values: Record<string, string>): EnvVar[] {
  return [
    ...env.filter(({ name }) => !Object.hasOwn(values, name)),
    ...Object.entries(values).map(([name, value]) => ({ name, value })),
  ];
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
