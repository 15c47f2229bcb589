/** What a value of a kind may be: the facts of its schema, under the names of JSON Schema. Rules in CEL are no part of it. */
export interface Node {
  /** Another node of the table, by its name there. What else is said here is ignored. */
  $ref?: string;
  /** Default: any. */
  type?: NodeType;
  /** Fields of an object. Without `additionalProperties` there are no others. */
  properties?: Readonly<Record<string, Node>>;
  required?: readonly string[];
  /** What other fields of an object are; `true` for anything. */
  additionalProperties?: true | Node;
  minProperties?: number;
  maxProperties?: number;
  /** Items of a list. */
  items?: Node;
  minItems?: number;
  maxItems?: number;
  /** Fields that no two items of the list have in common. */
  keys?: readonly string[];
  /** No two items of the list are equal. */
  set?: true;
  enum?: readonly unknown[];
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  nullable?: true;
  /** What the API server fills in. */
  default?: unknown;
  /** Of these, at least one must hold beside the rest. */
  anyOf?: readonly Node[];
  /** Of these, exactly one must hold beside the rest. */
  oneOf?: readonly Node[];
  /** This must not hold. */
  not?: Node;
}

/** `quantity`: a number, or a text such as `500m`. `int-or-string`: a whole number, or a text. */
export type NodeType = "object" | "array" | "string" | "integer" | "number" | "boolean" | "int-or-string" | "quantity";

/** The kinds of one publisher in one release. */
export interface FieldTable {
  /** What it was made from, such as `agentgateway 1.4.1`. */
  source: string;
  /** What objects are by `apiVersion kind`, such as `apps/v1 Deployment`; without `apiVersion`, `kind`, `metadata` and `status`. */
  kinds: Readonly<Record<string, Node>>;
  /** Nodes that several places have, by the name in their `$ref`. */
  nodes: Readonly<Record<string, Node>>;
}

/** What a node stands for, where it refers to another one. */
export function meantBy(node: Node, nodes: FieldTable["nodes"]): Node {
  return node.$ref === undefined ? node : (nodes[node.$ref] as Node);
}
