import type { LiveObject } from "./live";

/** Whether an object is as it should be, and if not, why. */
export interface ObjectStatus {
  readonly kind: string;
  readonly name: string;
  readonly ok: boolean;
  /** The state in a word or two, or the condition's reason and message. */
  readonly detail: string;
  /** Of a Gateway: where it can be reached, as the cluster reports it. */
  readonly addresses?: readonly string[];
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  observedGeneration?: number;
}

/** What an object reports of its own state. Items of a list have no kind, so none is read here. */
export interface Reporting {
  metadata: Pick<LiveObject["metadata"], "name" | "namespace" | "generation">;
  status?: {
    /** The API server says `null` of a CRD that it has just got. */
    conditions?: Condition[] | null;
    /** A route's Gateways. */
    parents?: { parentRef: { name: string }; conditions?: Condition[] }[];
    /** What a policy is attached to. */
    ancestors?: { ancestorRef: { name: string }; conditions?: Condition[] }[];
    /** A Gateway's. */
    addresses?: { value?: string }[];
  };
}

type State = Pick<ObjectStatus, "ok" | "detail">;

/** The kinds that report whether they work, by group and kind, and how their state is assessed. */
const kinds: Record<string, (object: Reporting) => State> = {
  "gateway.networking.k8s.io/Gateway": conditions("Accepted", "Programmed"),
  "gateway.networking.k8s.io/ListenerSet": conditions("Accepted", "Programmed"),
  "gateway.networking.k8s.io/HTTPRoute": route,
  "gateway.networking.k8s.io/GRPCRoute": route,
  "gateway.networking.k8s.io/TCPRoute": route,
  "gateway.networking.k8s.io/TLSRoute": route,
  "gateway.networking.k8s.io/BackendTLSPolicy": policy("Accepted"),
  "agentgateway.dev/AgentgatewayBackend": conditions("Accepted"),
  "agentgateway.dev/AgentgatewayPolicy": policy("Accepted", "Attached"),
  "external-secrets.io/ExternalSecret": conditions("Ready"),
  "external-secrets.io/SecretStore": conditions("Ready"),
  "external-secrets.io/ClusterSecretStore": conditions("Ready"),
  "bitnami.com/SealedSecret": conditions("Synced"),
  "cert-manager.io/Certificate": conditions("Ready"),
  "cert-manager.io/Issuer": conditions("Ready"),
  "cert-manager.io/ClusterIssuer": conditions("Ready"),
  "apiextensions.k8s.io/CustomResourceDefinition": conditions("NamesAccepted", "Established"),
};

/** Whether objects of a kind report whether they work. */
export function reports(group: string, kind: string): boolean {
  return `${group}/${kind}` in kinds;
}

/** The state of an object of such a kind; one of another kind is healthy when it exists. */
export function objectStatus(group: string, kind: string, object: Reporting): ObjectStatus {
  const { namespace, name } = object.metadata;
  const state = kinds[`${group}/${kind}`] ?? (() => ({ ok: true, detail: "is there" }));
  const addresses = object.status?.addresses?.flatMap(({ value }) => value ?? []);
  return {
    kind,
    name: namespace ? `${namespace}/${name}` : name,
    ...state(object),
    ...(addresses && addresses.length > 0 ? { addresses } : {}),
  };
}

/** Conditions of these types must be true. */
function conditions(...types: string[]): (object: Reporting) => State {
  return ({ metadata, status }) => assessConditions(status?.conditions ?? [], types, metadata.generation);
}

/** Every one of its Gateways must accept a route, and all of its references must exist. */
function route({ metadata, status }: Reporting): State {
  const parents = (status?.parents ?? []).map(({ parentRef, conditions: reported }) => ({
    name: parentRef.name,
    ...assessConditions(reported ?? [], ["Accepted", "ResolvedRefs"], metadata.generation),
  }));
  return everyOne(parents, "no Gateway has taken it up");
}

/** Each of its targets must have accepted all of a policy. */
function policy(...types: string[]): (object: Reporting) => State {
  return ({ metadata, status }) => {
    const ancestors = (status?.ancestors ?? []).map(({ ancestorRef, conditions: reported = [] }) => {
      const partial = reported.find(({ reason }) => reason === "PartiallyValid");
      const state = partial
        ? { ok: false, detail: `${partial.reason}: ${partial.message ?? ""}` }
        : assessConditions(reported, types, metadata.generation);
      return { name: ancestorRef.name, ...state };
    });
    return everyOne(ancestors, "nothing that it is attached to has taken it up");
  };
}

function everyOne(parts: readonly (State & { name: string })[], none: string): State {
  const failed = parts.filter(({ ok }) => !ok);
  const [first] = parts;
  if (first === undefined) return { ok: false, detail: none };
  if (failed.length === 0) return { ok: true, detail: first.detail };
  return { ok: false, detail: failed.map(({ name, detail }) => `${name}: ${detail}`).join("; ") };
}

function assessConditions(reported: readonly Condition[], types: readonly string[], generation = 0): State {
  const problems = types.flatMap((type) => {
    const condition = reported.find((candidate) => candidate.type === type);
    if (condition === undefined) return `${type} is not reported yet`;
    if ((condition.observedGeneration ?? generation) < generation) return `${type} is not reported of the change yet`;
    if (condition.status === "True") return [];
    return `not ${type}: ${condition.reason ?? condition.status}: ${condition.message ?? ""}`;
  });
  return problems.length === 0 ? { ok: true, detail: types.join(", ") } : { ok: false, detail: problems.join("; ") };
}
