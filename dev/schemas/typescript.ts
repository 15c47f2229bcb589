import { format } from "prettier";
import type { FieldTable, Node } from "../../kube/fieldTables/node";

const MARK = "// Written by `npm run schemas` from a field table: change that, not this file.";

/** A module with the types of some kinds of a table, named as the kinds are. */
export async function typesModule({ kinds, nodes, source }: FieldTable, wanted: readonly string[]): Promise<string> {
  const used = new Set<string>();
  const texts: string[] = [];
  const use = (name: string) => {
    if (used.has(name)) return;
    used.add(name);
    texts.push(`type ${typeName(name)} = ${typeOf(nodes[name] as Node, use)};`);
  };
  const roots = wanted.map((kind) => `export type ${kind.split(" ")[1]} = ${typeOf(kinds[kind] as Node, use)};`);
  const text = [
    MARK,
    `/** What the kinds of ${source} have beside their identity and status. */`,
    ...roots,
    ...texts,
  ].join("\n");
  return format(text, { parser: "typescript", printWidth: 120 });
}

/** Names of nodes are those of fields, which the names of kinds must not meet. */
function typeName(node: string): string {
  return `Of_${node.replaceAll(/[^A-Za-z0-9]/g, "_")}`;
}

function typeOf(node: Node, use: (name: string) => void): string {
  if (node.$ref !== undefined) {
    use(node.$ref);
    return typeName(node.$ref);
  }
  if (node.enum) return node.enum.map((value) => JSON.stringify(value)).join(" | ");
  switch (node.type) {
    case "object":
      return objectType(node, use);
    case "array":
      return `readonly (${typeOf(node.items ?? {}, use)})[]`;
    case "integer":
      return "number";
    case "int-or-string":
    case "quantity":
      return "number | string";
    case undefined:
      return "unknown";
    default:
      return node.type;
  }
}

function objectType(node: Node, use: (name: string) => void): string {
  const { properties = {}, required = [], additionalProperties: others } = node;
  const fields = Object.entries(properties).map(
    ([key, field]) => `${JSON.stringify(key)}${required.includes(key) ? "" : "?"}: ${typeOf(field, use)}`,
  );
  const rest = others === undefined || others === true ? "unknown" : typeOf(others, use);
  if (fields.length === 0) return `Readonly<Record<string, ${rest}>>`;
  return `{ ${fields.join("; ")} }${others === true ? " & Readonly<Record<string, unknown>>" : ""}`;
}
