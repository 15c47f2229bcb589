/** What a node of the picture represents. */
export type NodeKind =
  | "clients"
  | "delivery"
  | "gateway"
  | "listener"
  | "policy"
  | "route"
  | "backend"
  | "service"
  | "workload"
  | "external";

/** What a node says. */
export interface NodeText {
  kind: NodeKind;
  /** Its lines, the first of which is its name. */
  lines: readonly string[];
  /** The object that it represents, as `Kind/name`, where there is one. */
  object?: string;
  /** Not made by the environment: it must be there already. */
  elsewhere?: boolean;
}

export interface Node extends NodeText {
  /** Unique in the graph: letters, digits and underscores. */
  id: string;
}

export interface Edge {
  from: string;
  to: string;
  label?: string;
  /** `flow`: requests, or what is delivered, take this way. `about`: the one decides on the other. */
  kind: "flow" | "about";
}

/** The picture of an environment, before it is drawn. */
export interface Graph {
  title: string;
  /** Name of the cluster, and of the namespace in it. */
  cluster: string;
  namespace: string;
  nodes: readonly Node[];
  edges: readonly Edge[];
}

/** Kinds that are outside of the environment's cluster. */
const OUTSIDE: readonly NodeKind[] = ["clients", "delivery", "external"];

/** True for what is in the environment's namespace. */
export function isInside({ kind }: NodeText): boolean {
  return !OUTSIDE.includes(kind);
}

/** Collects what is in a picture, by keys such as `route/openai`. */
export class GraphBuilder {
  private readonly nodes = new Map<string, NodeText>();
  private readonly needed = new Map<string, NodeText>();
  private readonly edges = new Map<string, Edge>();

  add(key: string, node: NodeText): void {
    this.nodes.set(key, node);
  }

  /** Adds a node that something refers to, unless it is made after all. */
  need(key: string, node: NodeText): void {
    this.needed.set(key, node);
  }

  connect(from: string, to: string, kind: Edge["kind"] = "flow", label?: string): void {
    this.edges.set(JSON.stringify([from, to, label]), { from, to, kind, ...(label ? { label } : {}) });
  }

  /** The graph. What is referred to and is not there is left out: other checks report it. */
  build(head: Pick<Graph, "title" | "cluster" | "namespace">): Graph {
    const all = new Map([...this.needed, ...this.nodes]);
    const ids = identifiers([...all.keys()]);
    const edges = [...this.edges.values()].flatMap((edge) => {
      const [from, to] = [ids.get(edge.from), ids.get(edge.to)];
      return from === undefined || to === undefined ? [] : [{ ...edge, from, to }];
    });
    return { ...head, nodes: [...all].map(([key, node]) => ({ id: ids.get(key) as string, ...node })), edges };
  }
}

/** An identifier for each key: `a-b` and `a.b` stay two. */
function identifiers(keys: readonly string[]): Map<string, string> {
  const used = new Set<string>();
  const unused = (desired: string) => {
    let id = desired;
    for (let next = 2; used.has(id); next++) id = `${desired}_${next}`;
    used.add(id);
    return id;
  };
  return new Map(keys.map((key) => [key, unused(key.replace(/\W+/g, "_"))]));
}
