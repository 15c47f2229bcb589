import type { ObjectStatus } from "../../kube/conditions";
import type { Node } from "./graph";

/** Whether an object is as it should be, and if not, why. */
export interface State {
  ok: boolean;
  detail: string;
}

/** States by `Kind/name`. What is not there is not known. */
export type States = ReadonlyMap<string, State>;

/** The states that clusters report, by the names that objects have in the picture: without their namespace. */
export function statesOf(findings: readonly ObjectStatus[]): States {
  return new Map(findings.map(({ kind, name, ok, detail }) => [`${kind}/${name.split("/").at(-1)}`, { ok, detail }]));
}

/** Letters of a reason that are shown: reasons can be as long as a controller likes. */
const LONGEST = 80;

/** The state of what a node represents, where it is known. */
export function stateOf({ object }: Node, states: States): State | undefined {
  return object === undefined ? undefined : states.get(object);
}

/** What a node says, and what is wrong with what it represents. */
export function linesOf(node: Node, states: States): readonly string[] {
  const state = stateOf(node, states);
  if (state === undefined || state.ok) return node.lines;
  const detail = state.detail.length > LONGEST ? `${state.detail.slice(0, LONGEST - 1)}…` : state.detail;
  return [...node.lines, `not ok: ${detail}`];
}
