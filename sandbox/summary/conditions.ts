/** What of an object is told: whether it is as it should be, and if not, why. */
export interface Finding {
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

export interface Application {
  metadata: Metadata;
  spec: { source?: { path?: string } };
  status?: {
    sync?: { status?: string; revision?: string };
    health?: { status?: string; message?: string };
    operationState?: { phase?: string; message?: string };
    conditions?: { type: string; message: string }[];
    resources?: { group?: string; kind: string; name: string }[];
  };
}

export interface WithConditions {
  metadata: Metadata;
  status?: { conditions?: Condition[] };
}

export interface HttpRoute {
  metadata: Metadata;
  status?: { parents?: { parentRef: { name: string }; conditions?: Condition[] }[] };
}

const REVISION_LENGTH = 12;

/** Synced, Healthy, and at which revision. */
export function application({ metadata, status = {} }: Application): Finding {
  const { sync, health, operationState, conditions = [] } = status;
  const ok = sync?.status === "Synced" && health?.status === "Healthy";
  const state = `${sync?.status ?? "not compared yet"}, ${health?.status ?? "health unknown"}`;
  const revision = sync?.revision
    ? ` at ${/^[0-9a-f]{40}$/.test(sync.revision) ? sync.revision.slice(0, REVISION_LENGTH) : sync.revision}`
    : "";
  const failed =
    operationState?.phase === "Failed" || operationState?.phase === "Error" ? operationState.message : undefined;
  const reasons = [...conditions.map(({ type, message }) => `${type}: ${message}`), health?.message, failed].filter(
    Boolean,
  );
  return {
    kind: "Application",
    name: metadata.name,
    ok,
    detail: ok ? `${state}${revision}` : [state + revision, ...reasons].join("; "),
  };
}

/** An object whose conditions of these types must be true. */
export function conditioned(kind: string, object: WithConditions, types: readonly string[]): Finding {
  return { kind, name: qualified(object.metadata), ...judge(object.status?.conditions, types) };
}

/** A route that every one of its Gateways accepts, all of whose references exist. */
export function httpRoute({ metadata, status }: HttpRoute): Finding {
  const parents = status?.parents ?? [];
  const verdicts = parents.map(({ parentRef, conditions }) => ({
    parent: parentRef.name,
    ...judge(conditions, ["Accepted", "ResolvedRefs"]),
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

function judge(conditions: readonly Condition[] = [], types: readonly string[]): { ok: boolean; detail: string } {
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
