import { isPlainObject } from "../../core/merge";
import type { KubernetesObject } from "../../kube/object";
import { LABELLED, SELECTED, type LabelsField } from "./fields";
import type { LabelsSpec } from "./spec";

type Labels = Record<string, string>;

/** An object with the labels of its environment, as Kustomize writes them. */
export function withLabels(
  object: KubernetesObject,
  { labels = {}, selectorLabels = {} }: Partial<LabelsSpec>,
): KubernetesObject {
  return labelled(labelled(object, labels, LABELLED), selectorLabels, SELECTED);
}

function labelled(object: KubernetesObject, labels: Labels, fields: readonly LabelsField[]): KubernetesObject {
  if (Object.keys(labels).length === 0) return object;
  return fields
    .filter(({ kinds }) => kinds === undefined || kinds.includes(object.kind))
    .reduce((made, { path, made: isMade }) => at(made, path.split("/"), labels, isMade) as KubernetesObject, object);
}

function at(value: unknown, [key, ...rest]: readonly string[], labels: Labels, isMade: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => at(item, [key as string, ...rest], labels, isMade));
  if (key === undefined) return { ...(isPlainObject(value) ? value : {}), ...labels };
  if (!isPlainObject(value)) return value;
  const inner = value[key];
  if (inner === undefined && !isMade) return value;
  return { ...value, [key]: at(inner ?? {}, rest, labels, isMade) };
}
