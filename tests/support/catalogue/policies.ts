import fc from "fast-check";
import { policySpec, POLICY_MEMBERS } from "../../../components/policy/spec";
import { arbitraryOf } from "../schema/arbitrary";
import { routesOf, type Catalogue } from "./routes";
import { common, named, pick, type Entries } from "./values";

/** What a policy may be on; which one it is, is chosen among those that there are. */
const on = fc.oneof(
  fc.constant("gateway"),
  ...["listener", "route", "provider", "agent"].map((kind) => fc.constant({ [kind]: "any" })),
  fc.constant({ mcpPath: "/any" }),
);

const policy = fc.record({ spec: arbitraryOf(policySpec, { ...common, on }), choice: fc.nat() });

export interface Wanted {
  spec: unknown;
  choice: number;
}

export const wantedPolicies = named("p", policy);

/** The policies of a catalogue: each on something that there is, and none that does what another one does already. */
export function policiesOn(catalogue: Catalogue, wanted: Record<string, Wanted>): Entries {
  const routes = routesOf(catalogue);
  const listeners = Object.keys(catalogue.gateway.listeners ?? { http: {} });
  const known: Record<string, string[]> = {
    listener: listeners,
    route: Object.values(routes).flatMap((each) => Object.values(each)),
    ...Object.fromEntries(Object.entries(routes).map(([kind, each]) => [kind, Object.keys(each)])),
  };
  const claimed = new Set<string>();
  const policies: Entries = {};
  for (const [name, { spec, choice }] of Object.entries(wanted)) {
    const { on, ...rest } = spec as Record<string, unknown>;
    const [kind = "gateway"] = typeof on === "object" ? Object.keys(on as object) : [];
    const which = pick(known[kind] ?? [], choice);
    // Where there is none of that kind, it is for all.
    const target = which === undefined ? "gateway" : { [kind]: which };
    const place = kind in routes ? routes[kind as keyof typeof routes][which as string] : which;
    const claims = POLICY_MEMBERS.filter((member) => member !== "authorization" && rest[member] !== undefined).map(
      (member) => JSON.stringify([place, rest.phase === "PreRouting", member]),
    );
    if (claims.some((claim) => claimed.has(claim))) continue;
    claims.forEach((claim) => claimed.add(claim));
    policies[name] = { ...rest, on: target };
  }
  return policies;
}
