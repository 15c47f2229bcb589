import type { KubernetesObject } from "../../../kube/object";

/** A structural schema, as far as fields are looked for in it. */
interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  "x-kubernetes-preserve-unknown-fields"?: boolean;
}

/** A CRD. */
export interface Definition extends KubernetesObject {
  spec: { versions: { schema?: { openAPIV3Schema?: Schema } }[] };
}

/** Fields that this program sets and that releases of Argo CD before its own lack. */
const USED: Record<string, readonly string[]> = {
  "applications.argoproj.io": ["spec.syncPolicy.retry.refresh"],
  "appprojects.argoproj.io": ["spec.clusterResourceWhitelist.name"],
};

/** Fields that this program sets and that a CRD of Argo CD does not have: the API server refuses to apply them. */
export function unknownFields({ metadata, spec }: Definition): string[] {
  const schema = spec.versions[0]?.schema?.openAPIV3Schema;
  return (USED[metadata.name] ?? []).filter((path) => schema !== undefined && !knows(schema, path.split(".")));
}

function knows(schema: Schema, [field, ...rest]: readonly string[]): boolean {
  if (field === undefined || schema["x-kubernetes-preserve-unknown-fields"]) return true;
  const { properties = {} } = schema.items ?? schema;
  const next = properties[field];
  return next !== undefined && knows(next, rest);
}
