import { isPlainObject, mapValues } from "../../../core/merge";
import type { KubernetesObject } from "../../../kube/object";

/** An object with the names that it and those that it refers to have here. */
export function renamed(object: KubernetesObject, names: Readonly<Record<string, string>>): KubernetesObject {
  const own = names[`${object.kind}/${object.metadata.name}`] ?? object.metadata.name;
  const { metadata, ...rest } = object;
  return { ...(withReferences(rest, names) as object), metadata: { ...metadata, name: own } } as KubernetesObject;
}

function withReferences(value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, names));
  if (!isPlainObject(value)) return value;
  const name = names[`${String(value.kind)}/${String(value.name)}`];
  if (name !== undefined) return { ...value, name };
  return mapValues(value, (_, item) => withReferences(item, names));
}
