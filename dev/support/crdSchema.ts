/** A node of a CRD's `openAPIV3Schema`. */
export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  nullable?: boolean;
  "x-kubernetes-int-or-string"?: boolean;
  "x-kubernetes-preserve-unknown-fields"?: boolean;
  [keyword: string]: unknown;
}

/**
 * A CRD's schema as strict JSON Schema: a field that it doesn't declare is an error, where the API server would only drop
 * it. Its own rules in CEL are not checked here; the API server of the end-to-end test checks them.
 */
export function strict(schema: Schema, isWhole = true): Schema {
  const { properties, additionalProperties, items, nullable, format: _format, default: _default, ...rest } = schema;
  const result: Schema = { ...rest };
  if (schema["x-kubernetes-int-or-string"]) {
    delete result.type;
    result.anyOf = [{ type: "integer" }, { type: "string" }];
  }
  if (nullable && typeof result.type === "string") result.type = [result.type, "null"] as never;
  if (items) result.items = strict(items, false);
  if (properties) {
    result.properties = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, strict(property, false)]),
    );
    // The "metadata" of an object is the API server's own; the CRD only names it.
    if (isWhole && result.properties.metadata) result.properties.metadata = {};
    if (!schema["x-kubernetes-preserve-unknown-fields"]) result.additionalProperties = false;
  }
  if (typeof additionalProperties === "object") result.additionalProperties = strict(additionalProperties, false);
  return result;
}
