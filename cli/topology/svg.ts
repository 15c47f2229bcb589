import { isInside, type Graph, type NodeKind } from "./graph";
import { layOut, LINE, type Box, type Layout, type Point } from "./layout";
import { stateOf, type States } from "./states";

const COLOURS: Partial<Record<NodeKind, readonly [fill: string, stroke: string]>> = {
  gateway: ["#dbeafe", "#1d4ed8"],
  listener: ["#eff6ff", "#1d4ed8"],
  route: ["#ecfdf5", "#047857"],
  backend: ["#f5f3ff", "#6d28d9"],
  policy: ["#fef3c7", "#b45309"],
};
const PLAIN = ["#ffffff", "#4b5563"] as const;
const OK = "#15803d";
const BAD = "#b91c1c";

const STYLE = [
  "text { font: 12px ui-sans-serif, system-ui, 'DejaVu Sans', sans-serif; fill: #111827 }",
  ".name { font-weight: 600 }",
  ".more, .label { fill: #4b5563; font-size: 11px }",
  ".bad { fill: #b91c1c; font-size: 11px }",
  ".edge { fill: none; stroke: #6b7280 }",
  ".about { stroke: #b45309; stroke-dasharray: 4 3 }",
  ".frame { fill: #f9fafb; stroke: #d1d5db }",
].join("\n");

/** Height of the title above the picture. */
const HEAD = 34;

/** The picture as an SVG that needs nothing else: no script, no font, no style sheet. */
export function svg(graph: Graph, states: States = new Map()): string {
  const layout = layOut(graph, states);
  const [left, top] = corner(layout.page);
  const width = Math.ceil(layout.page.width);
  const height = Math.ceil(layout.page.height) + HEAD;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(graph.title)}">`,
    `<title>${escaped(graph.title)}</title>`,
    `<style>\n${STYLE}\n</style>`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#6b7280"/></marker></defs>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="24" class="name" style="font-size: 15px">${escaped(graph.title)}</text>`,
    `<g transform="translate(${round(-left)} ${round(HEAD - top)})">`,
    ...layout.frames.flatMap(frame),
    ...layout.edges.flatMap(edge),
    ...layout.nodes.flatMap((placed) => node(placed, states)),
    "</g>",
    "</svg>",
  ];
  return `${lines.join("\n")}\n`;
}

function frame({ title, box }: Layout["frames"][number]): string[] {
  const [x, y] = corner(box);
  return [
    `<rect class="frame" ${area(box)} rx="8"/>`,
    `<text class="more" x="${round(x + 10)}" y="${round(y + 16)}">${escaped(title)}</text>`,
  ];
}

function edge({ edge: { kind, label }, points, label: at }: Layout["edges"][number]): string[] {
  const drawn = `<path class="edge${kind === "about" ? " about" : ""}" d="${curve(points)}" marker-end="url(#arrow)"/>`;
  if (label === undefined || at === undefined) return [drawn];
  // Above its line; a light edge around the letters keeps them readable where lines cross.
  const text = `x="${round(at.x)}" y="${round(at.y - 4)}" text-anchor="middle"`;
  const halo = `stroke="#ffffff" stroke-width="3" paint-order="stroke"`;
  return [drawn, `<text class="label" ${text} ${halo}>${escaped(label)}</text>`];
}

function node({ node, lines, box }: Layout["nodes"][number], states: States): string[] {
  const [fill, usual] = COLOURS[node.kind] ?? PLAIN;
  const state = stateOf(node, states);
  const stroke = state === undefined ? usual : state.ok ? OK : BAD;
  const width = state === undefined ? 1 : 2;
  const dashed = node.elsewhere ? ` stroke-dasharray="4 3"` : "";
  const bend = isInside(node) ? 5 : 14;
  const [, top] = corner(box);
  return [
    `<rect ${area(box)} rx="${bend}" fill="${fill}" stroke="${stroke}" stroke-width="${width}"${dashed}/>`,
    ...lines.map((line, index) => {
      const style = index === 0 ? "name" : state?.ok === false && index === lines.length - 1 ? "bad" : "more";
      const y = round(top + LINE * (index + 1) + 2);
      return `<text class="${style}" x="${round(box.x)}" y="${y}" text-anchor="middle">${escaped(line)}</text>`;
    }),
  ];
}

/** A smooth line through points, level at each of them. */
function curve(points: readonly Point[]): string {
  const parts = points.slice(1).map((point, index) => {
    const before = points[index] as Point;
    const middle = (before.x + point.x) / 2;
    return `C${at({ x: middle, y: before.y })} ${at({ x: middle, y: point.y })} ${at(point)}`;
  });
  return `M${at(points[0] as Point)}${parts.join("")}`;
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function corner({ x, y, width, height }: Box): [x: number, y: number] {
  return [x - width / 2, y - height / 2];
}

function area(box: Box): string {
  const [x, y] = corner(box);
  return `x="${round(x)}" y="${round(y)}" width="${round(box.width)}" height="${round(box.height)}"`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
