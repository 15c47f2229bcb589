import { mapValues } from "../../core/merge";
import type { KubernetesObject } from "../../kube/object";

/** A structural schema (OpenAPI 3), as far as it holds others with a description. */
interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: boolean | Schema;
}

interface Definition extends KubernetesObject {
  spec: { versions: { schema?: { openAPIV3Schema?: Schema } }[] };
}

/**
 * A CRD without what its schemas say in words. It accepts the same; but of an Application's CRD two thirds are words, and
 * each preview carries it back and forth, and compares it. See docs/adr/0004.
 */
export function withoutDescriptions(definition: KubernetesObject): KubernetesObject {
  const { spec, ...rest } = definition as Definition;
  const versions = spec.versions.map(({ schema, ...version }) => ({
    ...version,
    ...(schema && {
      schema: {
        ...schema,
        ...(schema.openAPIV3Schema && { openAPIV3Schema: stripDescriptions(schema.openAPIV3Schema) }),
      },
    }),
  }));
  return { ...rest, spec: { ...spec, versions } };
}

function stripDescriptions({ description: _, properties, items, additionalProperties, ...rest }: Schema): Schema {
  return {
    ...rest,
    ...(properties && { properties: mapValues(properties, (_name, property) => stripDescriptions(property)) }),
    ...(items && { items: stripDescriptions(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === "object" ? stripDescriptions(additionalProperties) : additionalProperties,
    }),
  };
}
