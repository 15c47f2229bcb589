import dagre from "@dagrejs/dagre";
import { isInside, type Edge, type Graph, type Node } from "./graph";
import { linesOf, type States } from "./states";

/** A rectangle by its centre, in pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** Where everything of a picture is. */
export interface Layout {
  page: Box;
  nodes: readonly { node: Node; lines: readonly string[]; box: Box }[];
  edges: readonly { edge: Edge; points: readonly Point[]; label: Point | undefined }[];
  frames: readonly { title: string; box: Box }[];
}

/** Height of a line of text. */
export const LINE = 16;
/** Widths of a letter that the usual fonts do not exceed on average, in pixels. */
const BOLD = 7.6;
const PLAIN = 6.6;
const PADDING = 20;

/** Room between a frame and what is in it or beside it; above it there is as much again for the title. */
const FRAME = 12;
const BESIDE = 28;

/** Places the parts of a picture from left to right, as requests go: what is before the cluster, in it, and behind it. */
export function layOut(graph: Graph, states: States = new Map()): Layout {
  const placed = inRanks(graph, states);
  const box = (id: string) => placed.node(id) as Box;
  const boxes = (which: (node: Node) => boolean) => graph.nodes.filter(which).map(({ id }) => box(id));
  const namespace = frameAround(boxes(isInside));
  const cluster = frameAround([namespace]);
  column(
    boxes(({ kind }) => kind === "external"),
    (width) => cluster.x + cluster.width / 2 + BESIDE + width / 2,
  );
  const left = cluster.x - cluster.width / 2 - BESIDE;
  const delivery = boxes(({ kind }) => kind === "delivery");
  const before = [...delivery, ...boxes(({ kind }) => kind === "clients")];
  // What delivers is in a column of the widest, Git above Argo CD.
  const middle = left - Math.max(...before.map(({ width }) => width)) / 2;
  delivery.forEach((box, index) => (box.y = (delivery[0]?.y ?? 0) + index));
  column(before, () => middle, BESIDE);
  const page = frameAround([cluster, ...boxes(() => true)]);
  return {
    page,
    nodes: graph.nodes.map((node) => ({ node, lines: shown(node, states), box: box(node.id) })),
    edges: graph.edges.map((edge, index) => {
      const { points, x, y } = placed.edge(edge.from, edge.to, String(index)) as { points: Point[] } & Point;
      const [start, end] = ends(box(edge.from), box(edge.to));
      const between = points.slice(1, -1).filter((point) => point.x > start.x && point.x < end.x);
      return { edge, points: [start, ...between, end], label: edge.label === undefined ? undefined : { x, y } };
    }),
    frames: [
      { title: graph.cluster, box: cluster },
      { title: graph.namespace, box: namespace },
    ],
  };
}

/** The layered layout: each edge goes at least one rank to the right, and those to the outside past all that is inside. */
function inRanks(graph: Graph, states: States) {
  const placed = new dagre.graphlib.Graph({ multigraph: true });
  placed.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 24, edgesep: 10 });
  const kinds = new Map(graph.nodes.map((node) => [node.id, node.kind]));
  for (const node of graph.nodes) placed.setNode(node.id, size(shown(node, states)));
  graph.edges.forEach((edge, index) => {
    const outside = kinds.get(edge.to) === "external" || kinds.get(edge.from) === "delivery";
    const width = edge.label === undefined ? 0 : edge.label.length * PLAIN;
    const label = { width, height: edge.label ? LINE : 0, labelpos: "c" as const, minlen: outside ? 3 : 1 };
    placed.setEdge(edge.from, edge.to, label, String(index));
  });
  dagre.layout(placed);
  return placed;
}

/** Puts boxes above each other, as near to where they are as they have room. */
function column(boxes: Box[], place: (width: number) => number, apart = FRAME): void {
  let free = -Infinity;
  for (const box of [...boxes].sort((a, b) => a.y - b.y)) {
    box.x = place(box.width);
    box.y = Math.max(box.y, free + box.height / 2);
    free = box.y + box.height / 2 + apart;
  }
}

/** What a box says, in lines that do not make it wider than the others. */
function shown(node: Node, states: States): readonly string[] {
  const [name = "", ...more] = node.lines;
  return linesOf({ ...node, lines: [name, ...more.flatMap(broken)] }, states);
}

/** Letters of a line below a name, if it can be broken. */
const LETTERS = 21;

/** A line broken where a model, an image or a host has a joint: at the strongest one that the first part has room for. */
function broken(line: string): string[] {
  if (line.length <= LETTERS) return [line];
  const room = line.slice(0, LETTERS);
  const joint = [/.*[/:@ ]/, /.*\./, /.*[-_]/].map((end) => end.exec(room)?.[0].length ?? 0).find((at) => at > 2);
  return joint === undefined ? [line] : [line.slice(0, joint).trimEnd(), ...broken(line.slice(joint))];
}

function size(lines: readonly string[]): { width: number; height: number } {
  const widths = lines.map((line, index) => line.length * (index === 0 ? BOLD : PLAIN));
  return { width: Math.ceil(Math.max(...widths) + PADDING), height: lines.length * LINE + 12 };
}

/** Where an edge begins and ends: on the sides of its boxes, or below and above where one is above the other. */
function ends(from: Box, to: Box): [start: Point, end: Point] {
  if (from.x === to.x)
    return [
      { ...from, y: from.y + from.height / 2 },
      { ...to, y: to.y - to.height / 2 },
    ];
  return [side(from, 1), side(to, -1)];
}

/** The middle of a box's right (1) or left (-1) side. */
function side({ x, y, width }: Box, direction: 1 | -1): Point {
  return { x: x + (direction * width) / 2, y };
}

/** The frame around boxes. */
function frameAround(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map(({ x, width }) => x - width / 2)) - FRAME;
  const right = Math.max(...boxes.map(({ x, width }) => x + width / 2)) + FRAME;
  const top = Math.min(...boxes.map(({ y, height }) => y - height / 2)) - 2 * FRAME;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height / 2)) + FRAME;
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}
