import type { KubernetesObject, ObjectMeta } from "./object";

/** An object as it is on a cluster: what was applied, and what the API server keeps beside it. */
export interface LiveObject extends KubernetesObject {
  metadata: LiveMeta;
}

export interface LiveMeta extends ObjectMeta {
  uid?: string;
  resourceVersion?: string;
  /** Counts the changes of the spec. */
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  ownerReferences?: { kind: string; name: string }[];
  managedFields?: ManagedFields[];
}

/** What the API server remembers of who set which fields of an object. */
export interface ManagedFields {
  manager?: string;
  operation?: string;
  subresource?: string;
  time?: string;
  fieldsV1?: FieldSet;
}

/** Which fields of an object a manager set, as the API server writes it: keys within keys. */
export interface FieldSet {
  [key: string]: FieldSet;
}
