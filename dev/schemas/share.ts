import type { Node } from "../../kube/fieldTables/node";

/** Text from which on a node that stands in several places is written once. */
const WORTH = 60;

/**
 * Writes nodes that stand in several places once, under the name of the field that has them first. The order of the kinds and
 * fields decides, so that the same schemas give the same table.
 */
export function share(kinds: Readonly<Record<string, Node>>): {
  kinds: Record<string, Node>;
  nodes: Record<string, Node>;
} {
  const counts = new Map<string, number>();
  for (const node of Object.values(kinds)) count(node, counts);
  const named = new Map<string, string>();
  const nodes: Record<string, Node> = {};
  const shared = (node: Node, name: string): Node => {
    const text = JSON.stringify(node);
    if (text.length < WORTH || (counts.get(text) ?? 0) < 2) return withShared(node, name, shared);
    const known = named.get(text);
    if (known !== undefined) return { $ref: known };
    const free = freeName(name, nodes);
    named.set(text, free);
    // The place is taken before those within are named.
    nodes[free] = {};
    nodes[free] = withShared(node, name, shared);
    return { $ref: free };
  };
  const roots = Object.entries(kinds).map(([kind, node]) => {
    const name = kind.split(" ")[1] as string;
    return [kind, withShared(node, name, shared)] as const;
  });
  return { kinds: Object.fromEntries(roots), nodes };
}

/** Counts where equal nodes stand; those within a node that has been seen already count with it. */
function count(node: Node, counts: Map<string, number>): void {
  const text = JSON.stringify(node);
  const before = counts.get(text) ?? 0;
  counts.set(text, before + 1);
  if (before === 0) withShared(node, "", (within) => (count(within, counts), within));
}

/** A node with those within it replaced. */
function withShared(node: Node, name: string, replace: (node: Node, name: string) => Node): Node {
  const { properties, additionalProperties, items, ...rest } = node;
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, replace(value, key)])),
    }),
    ...(items && { items: replace(items, name) }),
    ...(additionalProperties !== undefined && {
      additionalProperties: additionalProperties === true ? true : replace(additionalProperties, name),
    }),
  };
}

function freeName(name: string, taken: Record<string, Node>): string {
  let free = name;
  for (let number = 2; free in taken; number++) free = `${name}${number}`;
  return free;
}
