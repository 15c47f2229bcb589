import { isInside, type Edge, type Graph, type Node, type NodeKind } from "./graph";
import { linesOf, stateOf, type States } from "./states";

/** Shapes of Mermaid's flowcharts: what opens a node and what closes it. */
const SHAPES: Record<NodeKind, readonly [open: string, close: string]> = {
  clients: ["([", "])"],
  delivery: ["([", "])"],
  gateway: ["[[", "]]"],
  listener: ["(", ")"],
  policy: ["{{", "}}"],
  route: ["[/", "/]"],
  backend: ["[", "]"],
  service: ["(", ")"],
  workload: ["[", "]"],
  external: ["([", "])"],
};

const CLASSES = [
  "classDef gateway fill:#dbeafe,stroke:#1d4ed8,color:#111827",
  "classDef policy fill:#fef3c7,stroke:#b45309,color:#111827",
  "classDef external fill:#f3f4f6,stroke:#6b7280,color:#111827",
  "classDef elsewhere stroke-dasharray:4 3",
  "classDef ok stroke:#15803d,stroke-width:2px",
  "classDef bad stroke:#b91c1c,stroke-width:3px",
];

/** The picture as a Mermaid flowchart, which GitHub and most documentation tools draw. */
export function mermaid({ title, cluster, namespace, nodes, edges }: Graph, states: States = new Map()): string {
  const draw = (node: Node, indent: string) => nodeLines(node, states).map((line) => `${indent}${line}`);
  const lines = [
    `---`,
    `title: ${JSON.stringify(title)}`,
    `---`,
    "flowchart LR",
    ...nodes.filter((node) => !isInside(node)).flatMap((node) => draw(node, "  ")),
    `  subgraph cluster [${quoted(cluster)}]`,
    `    subgraph namespace [${quoted(namespace)}]`,
    ...nodes.filter(isInside).flatMap((node) => draw(node, "      ")),
    "    end",
    "  end",
    ...edges.map((edge) => `  ${edgeLine(edge)}`),
    ...CLASSES.map((line) => `  ${line}`),
  ];
  return `${lines.join("\n")}\n`;
}

function nodeLines(node: Node, states: States): string[] {
  const { id, kind, elsewhere } = node;
  const [open, close] = SHAPES[kind];
  const text = linesOf(node, states).map(escaped).join("<br/>");
  const state = stateOf(node, states);
  const more = [...(elsewhere ? ["elsewhere"] : []), ...(state ? [state.ok ? "ok" : "bad"] : [])];
  return [`${id}${open}"${text}"${close}:::${kind}`, ...(more.length > 0 ? [`class ${id} ${more.join(",")}`] : [])];
}

function edgeLine({ from, to, kind, label }: Edge): string {
  const arrow = kind === "flow" ? "-->" : "-.->";
  return label === undefined ? `${from} ${arrow} ${to}` : `${from} ${arrow}|${quoted(label)}| ${to}`;
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** What would end a text, or be markup in it. */
function escaped(text: string): string {
  return text.replace(/[#"<>&|`]/g, (character) => `#${character.codePointAt(0)};`).replace(/\s+/g, " ");
}
