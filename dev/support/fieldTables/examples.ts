import fc from "fast-check";
import { meantBy, type FieldTable, type Node } from "../../../kube/fieldTables/node";
import { arbitraryOf } from "./arbitrary";

type Nodes = FieldTable["nodes"];

/** A step to a field: its name, `*` for an item of a list, `?` for a value of a mapping with any names. */
export type Step = string;

/** Places in a node, from the top: each node of the table once, under each name that it has. */
export function* placesOf(
  node: Node,
  nodes: Nodes,
  path: readonly Step[] = [],
  seen = new Set<string>(),
): Generator<{ path: Step[]; node: Node }> {
  const meant = meantBy(node, nodes);
  const place = `${path.at(-1)} ${JSON.stringify(node)}`;
  if (seen.has(place)) return;
  seen.add(place);
  yield { path: [...path], node: meant };
  const below = (field: Node, step: Step) => placesOf(field, nodes, [...path, step], seen);
  for (const [key, field] of Object.entries(meant.properties ?? {})) yield* below(field, key);
  if (meant.items) yield* below(meant.items, "*");
  const others = meant.additionalProperties;
  if (others !== undefined && others !== true) yield* below(others, "?");
}

/** What stands where a step leads by any name. */
const ANY_NAME = "any";

/** The path in a value to a place. */
export function pathIn(path: readonly Step[]): (string | number)[] {
  return path.map((step) => (step === "*" ? 0 : step === "?" ? ANY_NAME : step));
}

/** A value with as little as it needs, and with a given value at a place. */
export function valueWith(node: Node, nodes: Nodes, [step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  const meant = meantBy(node, nodes);
  const below = (field: Node) => valueWith(field, nodes, rest, value);
  if (step === "*") {
    const items = meant.items ?? {};
    return [below(items), ...Array.from({ length: (meant.minItems ?? 1) - 1 }, () => example(items, nodes))];
  }
  if (step === "?") return { [ANY_NAME]: below(meant.additionalProperties as Node) };
  return { ...(example(meant, nodes) as object), [step]: below(meant.properties?.[step] as Node) };
}

const examples = new Map<string, unknown>();

/** A value of a node with as little as it needs. */
export function example(node: Node, nodes: Nodes): unknown {
  const meant = meantBy(node, nodes);
  if (meant.type === "object" && meant.minProperties === undefined && meant.oneOf === undefined) {
    const needed = (meant.required ?? []).map((key) => [key, example(meant.properties?.[key] ?? {}, nodes)]);
    return Object.fromEntries(needed as [string, unknown][]);
  }
  if (meant.type === "array")
    return Array.from({ length: meant.minItems ?? 1 }, () => example(meant.items ?? {}, nodes));
  const key = JSON.stringify(meant);
  if (!examples.has(key)) examples.set(key, fc.sample(arbitraryOf(meant, nodes), { numRuns: 1, seed: 1 })[0]);
  return examples.get(key);
}
