import { isPlainObject, type PlainObject } from "../../core/merge";
import { atLeast, atMost, kindOfValue } from "../../core/schemaMessages";
import { didYouMean } from "../../core/suggest";
import { meantBy, type FieldTable, type Node } from "./node";
import { fits } from "./pattern";
import { isOfFormat, isOfType } from "./values";

/** What is wrong with a field. */
export interface FieldError {
  path: readonly (string | number)[];
  problem: string;
  remedy?: string;
}

type Path = FieldError["path"];
type Nodes = FieldTable["nodes"];

/**
 * Everything in a value that its node does not allow. Rules in CEL are not in the tables: the API server knows those.
 *
 * @param nodes of the table that the node is in
 */
export function fieldErrors(value: unknown, node: Node, nodes: Nodes, path: Path = []): FieldError[] {
  const meant = meantBy(node, nodes);
  if (value === null) return meant.nullable || meant.type === undefined ? [] : [{ path, ...NULL }];
  const { type } = meant;
  if (type !== undefined && !isOfType(value, type)) return [{ path, ...wrongType(value, type) }];
  return [...ofForm(value, meant, nodes, path), ...alternatives(value, meant, nodes, path)];
}

const NULL = { problem: "must not be null", remedy: "Leave the field out, or give it a value." };

function wrongType(value: unknown, type: string): { problem: string; remedy?: string } {
  const quotable = ["number", "boolean"].includes(typeof value) && type === "string";
  return {
    problem: `must be ${kindOfValue(type)}`,
    ...(quotable && { remedy: `Write it in quotes: "${String(value)}".` }),
  };
}

function ofForm(value: unknown, node: Node, nodes: Nodes, path: Path): FieldError[] {
  if (Array.isArray(value)) return ofList(value, node, nodes, path);
  if (isPlainObject(value)) return ofObject(value, node, nodes, path);
  return ofScalar(value, node, path);
}

function ofScalar(value: unknown, node: Node, path: Path): FieldError[] {
  const { enum: values, pattern, minLength, maxLength, minimum, maximum, format } = node;
  if (values && !values.includes(value)) {
    const names = values.map(String);
    const remedy = typeof value === "string" ? didYouMean(value, names, `There are: ${names.join(", ")}.`) : undefined;
    return [{ path, problem: "is not allowed here", remedy: remedy ?? `There are: ${names.join(", ")}.` }];
  }
  if (typeof value === "string") {
    const { length } = [...value];
    if (minLength !== undefined && length < minLength) return [{ path, problem: atLeast(minLength, "string") }];
    if (maxLength !== undefined && length > maxLength) return [{ path, problem: atMost(maxLength, "string") }];
    if (pattern !== undefined && !fits(value, pattern)) return [{ path, problem: `does not fit ${pattern}` }];
  }
  if (typeof value === "number") {
    if (minimum !== undefined && value < minimum) return [{ path, problem: atLeast(minimum, "number") }];
    if (maximum !== undefined && value > maximum) return [{ path, problem: atMost(maximum, "number") }];
  }
  return format !== undefined && !isOfFormat(value, format) ? [{ path, problem: `is no ${format}` }] : [];
}

function ofList(value: readonly unknown[], node: Node, nodes: Nodes, path: Path): FieldError[] {
  const { items = {}, minItems, maxItems } = node;
  const errors = value.flatMap((item, index) => fieldErrors(item, items, nodes, [...path, index]));
  if (minItems !== undefined && value.length < minItems) errors.push({ path, problem: atLeast(minItems, "array") });
  if (maxItems !== undefined && value.length > maxItems) errors.push({ path, problem: atMost(maxItems, "array") });
  return [...errors, ...repeated(value, node, nodes, path)];
}

function repeated(value: readonly unknown[], { items = {}, keys, set }: Node, nodes: Nodes, path: Path): FieldError[] {
  if (keys === undefined && set === undefined) return [];
  const { properties = {} } = meantBy(items, nodes);
  const identity = (item: unknown) =>
    JSON.stringify(keys && isPlainObject(item) ? keys.map((key) => item[key] ?? properties[key]?.default) : item);
  const seen = new Map<string, number>();
  return value.flatMap((item, index) => {
    const first = seen.get(identity(item));
    seen.set(identity(item), first ?? index);
    if (first === undefined) return [];
    const what = keys ? `has the ${keys.join(" and ")} of item ${first}` : `is item ${first} once more`;
    return [{ path: [...path, index], problem: what, remedy: "Items of this list must differ there." }];
  });
}

function ofObject(value: PlainObject, node: Node, nodes: Nodes, path: Path): FieldError[] {
  const { properties = {}, required = [], additionalProperties: others, minProperties, maxProperties } = node;
  const missing = required.filter((key) => !(key in value) && !hasDefault(properties[key], nodes));
  const isClosed = node.type === "object" && others === undefined;
  const entries = Object.entries(value);
  const errors = entries.flatMap(([key, item]) => {
    const below = [...path, key];
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (known) return fieldErrors(item, known, nodes, below);
    if (isClosed) return [{ path: below, ...unknown(key, properties) }];
    return others === undefined || others === true ? [] : fieldErrors(item, others, nodes, below);
  });
  if (minProperties !== undefined && entries.length < minProperties)
    errors.push({ path, problem: `must have at least ${minProperties} of ${Object.keys(properties).join(", ")}` });
  if (maxProperties !== undefined && entries.length > maxProperties)
    errors.push({ path, problem: `must have at most ${maxProperties} of ${Object.keys(properties).join(", ")}` });
  return [...missing.map((key) => ({ path: [...path, key], problem: "is missing" })), ...errors];
}

function hasDefault(node: Node | undefined, nodes: Nodes): boolean {
  return node !== undefined && meantBy(node, nodes).default !== undefined;
}

/** What is said of a field that there is not. */
export const UNKNOWN = "is unknown";

function unknown(key: string, properties: Readonly<Record<string, Node>>): { problem: string; remedy: string } {
  return { problem: UNKNOWN, remedy: didYouMean(key, Object.keys(properties)) };
}

function alternatives(value: unknown, { anyOf, oneOf, not }: Node, nodes: Nodes, path: Path): FieldError[] {
  const fitting = (branches: readonly Node[]) =>
    branches.filter((branch) => fieldErrors(value, branch, nodes, path).length === 0).length;
  const problems = [
    ...(anyOf && fitting(anyOf) === 0 ? ["fits none of the forms that it can have"] : []),
    ...(oneOf && fitting(oneOf) !== 1 ? ["fits none of the forms that it can have, or several"] : []),
    ...(not && fitting([not]) > 0 ? ["has a form that it must not have"] : []),
  ];
  return problems.map((problem) => ({ path, problem }));
}
