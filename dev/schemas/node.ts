import { isPlainObject, type PlainObject } from "../../core/merge";
import type { Node, NodeType } from "../../kube/fieldTables/node";

/** Keywords that a node has under the same name, where their value is a fact by itself. */
const SAME = [
  "required",
  "minProperties",
  "maxProperties",
  "minItems",
  "maxItems",
  "enum",
  "pattern",
  "format",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "default",
] as const;

/** Keywords that this conversion knows, or whose loss is meant: words for people, rules in CEL, and how patches are merged. */
const KNOWN = new Set<string>([
  ...SAME,
  ...["type", "properties", "additionalProperties", "items", "nullable", "anyOf", "oneOf", "allOf", "not", "$ref"],
  ...["description", "title", "example", "deprecated"],
  ...["x-kubernetes-validations", "x-kubernetes-map-type", "x-kubernetes-patch-strategy"],
  ...["x-kubernetes-patch-merge-key", "x-kubernetes-unions", "x-kubernetes-group-version-kind"],
  ...["x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-int-or-string"],
  ...["x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource", "uniqueItems"],
]);

/**
 * The facts of an OpenAPI schema, as a CRD or the API server has it.
 *
 * @param refer what a `$ref` stands for. Default: there are none
 * @throws Error at a keyword that would be lost without anybody having decided so
 */
export function nodeOf(schema: PlainObject, refer: (ref: string) => Node = noRefs): Node {
  for (const keyword of Object.keys(schema)) {
    if (!KNOWN.has(keyword)) throw new Error(`the keyword "${keyword}" of a schema is not known here`);
  }
  const below = (value: unknown) => nodeOf(value as PlainObject, refer);
  if (typeof schema.$ref === "string") return refer(schema.$ref);
  // OpenAPI wraps a reference in allOf where it has a default or a description beside it.
  if (Array.isArray(schema.allOf) && schema.allOf.length === 1) return below(schema.allOf[0]);
  const special = specialType(schema);
  if (special) return { type: special };
  const node: Node = {};
  if (typeof schema.type === "string") node.type = schema.type as NodeType;
  for (const keyword of SAME) if (schema[keyword] !== undefined) Object.assign(node, { [keyword]: schema[keyword] });
  if (schema.nullable === true) node.nullable = true;
  if (isPlainObject(schema.properties)) node.properties = mapped(schema.properties, below);
  if (isPlainObject(schema.additionalProperties)) node.additionalProperties = below(schema.additionalProperties);
  if (isOpen(schema)) node.additionalProperties = true;
  if (isPlainObject(schema.items)) node.items = below(schema.items);
  const keys = schema["x-kubernetes-list-map-keys"];
  if (Array.isArray(keys)) node.keys = keys as string[];
  if (schema["x-kubernetes-list-type"] === "set" || schema.uniqueItems === true) node.set = true;
  if (Array.isArray(schema.anyOf)) node.anyOf = schema.anyOf.map(below);
  if (Array.isArray(schema.oneOf)) node.oneOf = schema.oneOf.map(below);
  if (isPlainObject(schema.not)) node.not = below(schema.not);
  if (Array.isArray(schema.allOf)) throw new Error("allOf of several schemas is not known here");
  return node;
}

/** An object of which the schema names no field takes any. */
function isOpen(schema: PlainObject): boolean {
  if (schema["x-kubernetes-preserve-unknown-fields"] === true || schema.additionalProperties === true) return true;
  return schema.type === "object" && schema.properties === undefined && schema.additionalProperties === undefined;
}

/** What several types in one are called. */
function specialType(schema: PlainObject): NodeType | undefined {
  if (schema["x-kubernetes-int-or-string"] === true) {
    return typeof schema.pattern === "string" && schema.pattern.includes("[KMGTPE]i") ? "quantity" : "int-or-string";
  }
  if (schema.format === "int-or-string") return "int-or-string";
  const types = Array.isArray(schema.oneOf) ? schema.oneOf.map((each) => (each as PlainObject).type) : [];
  return types.length === 2 && types.includes("string") && types.includes("number") ? "quantity" : undefined;
}

function noRefs(ref: string): never {
  throw new Error(`${ref} leads nowhere: CRDs have no references`);
}

function mapped<T>(values: PlainObject, map: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}
