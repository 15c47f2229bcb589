import fc from "fast-check";
import { nameOfPath } from "../../../components/gateway/route";
import { policySpec, POLICY_FIELDS } from "../../../components/policy/spec";
import { arbitraryOf } from "../schema/arbitrary";
import { CredentialPlaces } from "./authentication";
import { routesOf, type Catalogue } from "./routes";
import { common, named, pick, type Entries } from "./values";

/** What a policy may be on; which one it is, is chosen among those that there are. */
const on = fc.oneof(
  fc.constant("gateway"),
  ...["listener", "route", "provider", "agent"].map((kind) => fc.constant({ [kind]: "any" })),
  fc.constant({ mcpPath: "/any" }),
);

/** Some of the API's own fields, of which the field tables are tested. Most policies have none. */
const inApiWords = {
  traffic: fc.constantFrom<object | undefined>(undefined, undefined, undefined, { csrf: {} }),
  backend: fc.constantFrom<object | undefined>(undefined, undefined, undefined, { http: { requestTimeout: "60s" } }),
  frontend: fc.constantFrom<object | undefined>(undefined, undefined, undefined, { http: { maxBufferSize: 65536 } }),
  strategy: fc.constant(undefined),
};

const policy = fc.record({ spec: arbitraryOf(policySpec, { ...common, ...inApiWords, on }), choice: fc.nat() });

export interface DesiredPolicy {
  spec: unknown;
  choice: number;
}

export const desiredPolicies = named("p", policy);

/** The policies of a catalogue: each on something that there is, and none that does what another one does already. */
export function policiesOn(catalogue: Catalogue, desired: Record<string, DesiredPolicy>): Entries {
  const routes = routesOf(catalogue);
  const listeners = Object.keys(catalogue.gateway.listeners ?? { http: {} });
  const known: Record<string, string[]> = {
    listener: listeners,
    route: Object.values(routes).flatMap((each) => Object.values(each)),
    ...Object.fromEntries(Object.entries(routes).map(([kind, each]) => [kind, Object.keys(each)])),
  };
  const claimed = new Set(builtIn(catalogue));
  const headers = new CredentialPlaces(catalogue.mcpRoutes);
  const prefixes = replacedPrefixes(catalogue);
  const policies: Entries = {};
  for (const [name, { spec, choice }] of Object.entries(desired)) {
    const { on, frontend, ...others } = spec as Record<string, unknown>;
    const rest = on === "gateway" ? { ...others, frontend } : others;
    const [kind = "gateway"] = typeof on === "object" ? Object.keys(on as object) : [];
    const which = pick(known[kind] ?? [], choice);
    // Where there is none of that kind, it is for all.
    const target = which === undefined ? "gateway" : { [kind]: which };
    const place = kind in routes ? routes[kind as keyof typeof routes][which as string] : which;
    const claims = [...POLICY_FIELDS, "traffic", "backend", "frontend"]
      .filter((member) => member !== "authorization" && rest[member as keyof typeof rest] !== undefined)
      .map((member) => claimOf(place, member, rest.phase === "PreRouting"));
    if (claims.some((claim) => claimed.has(claim))) continue;
    claims.forEach((claim) => claimed.add(claim));
    const prefix = kind in routes ? prefixes.get(place as string) : undefined;
    policies[name] = { ...headers.apart(keepingPrefix(rest, prefix)), on: target };
  }
  return policies;
}

function claimOf(place: string | undefined, member: string, early: boolean): string {
  return JSON.stringify([place, early, member]);
}

/** What the catalogue itself does on its routes. */
function builtIn({ llmProviders, mcpRoutes }: Catalogue): string[] {
  return [
    ...Object.entries(llmProviders)
      .filter(([, { failover, retry }]) => failover !== undefined && retry !== false)
      .map(([name]) => claimOf(name, "retry", false)),
    ...Object.entries(mcpRoutes)
      .filter(([, { oauth }]) => oauth !== undefined)
      .map(([path]) => claimOf(nameOfPath(path), "jwt", false)),
  ];
}

interface Transforming {
  request?: { set?: Record<string, string> };
}

/** The prefixes that routes replace, by the names of the routes. */
function replacedPrefixes({ llmProviders, agents }: Catalogue): Map<string, string> {
  const pathOf = ([name, { path = `/${name}` }]: [string, Entries[string]]) => path as string;
  return new Map([
    ...Object.entries(llmProviders).map((entry) => [entry[0], pathOf(entry)] as const),
    ...Object.entries(agents).map((entry) => [nameOfPath(pathOf(entry)), pathOf(entry)] as const),
  ]);
}

/** A policy that sets a path below the prefix of its route, or leaves it as it is. */
function keepingPrefix(policy: Record<string, unknown>, prefix: string | undefined): Record<string, unknown> {
  const { request, ...others } = (policy.transformation ?? {}) as Transforming;
  if (request?.set?.[":path"] === undefined) return policy;
  const set = { ...request.set, ":path": prefix === undefined ? "request.path" : JSON.stringify(`${prefix}/x`) };
  return { ...policy, transformation: { ...others, request: { ...request, set } } };
}
