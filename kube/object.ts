/** A Kubernetes object as it is in a manifest. Builders return these; nothing here knows Pulumi or a cluster. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** An object by what identifies it. */
export type Identified = Pick<KubernetesObject, "apiVersion" | "kind" | "metadata">;

/** The metadata that builders set. The namespace is left to the overlay wherever Kustomize can shift it. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
}

/** Whether a namespace is Kubernetes' own: the API server refuses to delete some of these, and a cluster needs them all. */
export function isKubernetesNamespace(name: string): boolean {
  return name === "default" || name.startsWith("kube-");
}

/** The key by which an object is identified within one namespace of one cluster. */
export function objectKey({ apiVersion, kind, metadata }: KubernetesObject): string {
  return `${apiVersion}/${kind}/${metadata.name}`;
}

/** An object as a person calls it: `HTTPRoute openai`. */
export function objectLabel({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`;
}

/** Drops `undefined` and empty arrays. Empty objects stay: `tls: {}` and `openai: {}` mean something. */
export function compact<T>(value: T): T {
  if (Array.isArray(value)) return value.map(compact) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([, item]) => item !== undefined && !(Array.isArray(item) && item.length === 0),
  );
  return Object.fromEntries(entries.map(([key, item]) => [key, compact(item)])) as T;
}

/** The entries of a catalogue by name, so that the order in which a description was written never shows in Git. */
export function sortedEntries<T>(catalogue: Record<string, T>): [string, T][] {
  return Object.entries(catalogue).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A map as the list that the API wants, in an order that does not depend on how it was written. */
export function namedList<Key extends string>(
  values: Record<string, string> | undefined,
  valueField: Key,
): ({ name: string } & Record<Key, string>)[] | undefined {
  return (
    values &&
    sortedEntries(values).map(
      ([name, value]) => ({ name, [valueField]: value }) as { name: string } & Record<Key, string>,
    )
  );
}
