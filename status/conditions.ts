import { judge, type Application as Judged } from "../components/application/status";

/** Whether an object is as it should be, and if not, why. */
export interface ObjectStatus {
  readonly kind: string;
  readonly name: string;
  readonly ok: boolean;
  /** The state in a word or two, or the condition's reason and message. */
  readonly detail: string;
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

interface Metadata {
  name: string;
  namespace?: string;
  generation?: number;
}

/** An Application, of which we also want to know what it delivers. */
export type Application = Judged & { spec: { source?: { path?: string } } };

export interface WithConditions {
  metadata: Metadata;
  status?: { conditions?: Condition[] };
}

export interface HttpRoute {
  metadata: Metadata;
  status?: { parents?: { parentRef: { name: string }; conditions?: Condition[] }[] };
}

/** Synced, Healthy, and at which revision. */
export function application(object: Application): ObjectStatus {
  const { name, deployed, state } = judge(object.metadata.name, object);
  return { kind: "Application", name, ok: deployed, detail: state };
}

/** An object whose conditions of these types must be true. */
export function conditioned(kind: string, object: WithConditions, types: readonly string[]): ObjectStatus {
  return { kind, name: qualified(object.metadata), ...judgeConditions(object.status?.conditions, types) };
}

/** A route that every one of its Gateways accepts, all of whose references exist. */
export function httpRoute({ metadata, status }: HttpRoute): ObjectStatus {
  const parents = status?.parents ?? [];
  const verdicts = parents.map(({ parentRef, conditions }) => ({
    parent: parentRef.name,
    ...judgeConditions(conditions, ["Accepted", "ResolvedRefs"]),
  }));
  const failed = verdicts.filter(({ ok }) => !ok);
  const name = qualified(metadata);
  if (parents.length === 0) return { kind: "HTTPRoute", name, ok: false, detail: "no Gateway has taken it up" };
  if (failed.length === 0) return { kind: "HTTPRoute", name, ok: true, detail: verdicts[0]!.detail };
  return {
    kind: "HTTPRoute",
    name,
    ok: false,
    detail: failed.map(({ parent, detail }) => `${parent}: ${detail}`).join("; "),
  };
}

function judgeConditions(
  conditions: readonly Condition[] = [],
  types: readonly string[],
): { ok: boolean; detail: string } {
  const problems = types.flatMap((type) => {
    const condition = conditions.find((candidate) => candidate.type === type);
    if (condition?.status === "True") return [];
    return condition
      ? `not ${type}: ${condition.reason ?? condition.status}: ${condition.message ?? ""}`
      : `${type} is not reported yet`;
  });
  return problems.length === 0 ? { ok: true, detail: types.join(", ") } : { ok: false, detail: problems.join("; ") };
}

function qualified({ namespace, name }: Metadata): string {
  return namespace ? `${namespace}/${name}` : name;
}
