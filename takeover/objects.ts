import type { KubernetesObject } from "../components/kubernetes";
import type { FieldSet } from "./ownership";

/** Which object of a cluster is meant. */
export interface Reference {
  group: string;
  kind: string;
  /** None for kinds without a namespace. */
  namespace?: string;
  name: string;
}

/** An object as it is on the cluster. */
export interface LiveObject extends KubernetesObject {
  metadata: KubernetesObject["metadata"] & {
    uid: string;
    resourceVersion: string;
    ownerReferences?: { kind: string; name: string }[];
    managedFields?: { manager?: string; operation?: string; subresource?: string; fieldsV1?: FieldSet }[];
  };
}

/** Which object this is. */
export function referenceOf({ apiVersion, kind, metadata }: KubernetesObject): Reference {
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] as string) : "";
  return { group, kind, ...(metadata.namespace ? { namespace: metadata.namespace } : {}), name: metadata.name };
}

/** The key by which a cluster tells objects apart: versions of a kind are the same object. */
export function keyOf({ group, kind, namespace = "", name }: Reference): string {
  return [group, kind, namespace, name].join("/");
}

/** An object for a reader. */
export function shown({ kind, namespace, name }: Reference): string {
  return namespace === undefined || namespace === "" ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

const TRACKING_LABEL = "app.kubernetes.io/instance";
const ANNOTATIONS = [
  "argocd.argoproj.io/tracking-id",
  // Of a Secret it holds the values that came from Git.
  "kubectl.kubernetes.io/last-applied-configuration",
];

/** Removes the marks by which an Application knows an object as its own: what has none is never pruned. */
export function withoutTracking(object: LiveObject, applications: readonly string[]): LiveObject {
  const { labels = {}, annotations = {} } = object.metadata;
  const isTracked = applications.includes(labels[TRACKING_LABEL] ?? "");
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: without(annotations, ANNOTATIONS),
      labels: without(labels, isTracked ? [TRACKING_LABEL] : []),
    },
  };
}

function without(fields: Record<string, string>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}
