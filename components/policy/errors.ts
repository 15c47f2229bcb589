import type { ValidationError } from "../../core/errors";
import { Claims } from "../../core/claims";
import { didYouMean } from "../../core/suggest";
import type { Contents } from "../environment";
import { observability, observabilityName } from "../gateway/observability";
import { sortedEntries } from "../../kube/object";
import { authenticationConflicts } from "./authenticationConflicts";
import { lostPrefixes } from "./rewrittenPaths";
import { attachment, routesOf, type Attachment, type Routes } from "./routes";
import { fieldOf, POLICY_FIELDS, type PolicySpec } from "./spec";
import type { PolicyTarget } from "./target";

/** What is wrong with the policies of an environment as seen from the rest of it. */
export function policyErrors(environment: Contents): ValidationError[] {
  const routes = routesOf(environment);
  return [
    ...sortedEntries(environment.policies).flatMap(([name, { on }]) => unknownTarget(name, on, environment, routes)),
    ...conflicts(environment, routes),
    ...authenticationConflicts(environment),
    ...lostPrefixes(environment),
    ...conflictingName(environment),
  ];
}

function unknownTarget(name: string, on: PolicyTarget, { gateway }: Contents, routes: Routes): ValidationError[] {
  if (on === "gateway") return [];
  const known: Record<string, string[]> = {
    listener: Object.keys(gateway.listeners),
    route: Object.values(routes).flatMap((each: Record<string, string>) => Object.values(each)),
    provider: Object.keys(routes.provider),
    mcpPath: Object.keys(routes.mcpPath),
    agent: Object.keys(routes.agent),
  };
  return Object.entries(on).flatMap(([kind, target]) => {
    const names = known[kind] ?? [];
    if (target === undefined || names.includes(target)) return [];
    return [
      {
        path: `policies.${name}.on.${kind}`,
        problem: `"${target}" is not there`,
        remedy: didYouMean(target, names),
      },
    ];
  });
}

/** What is set for the requests of a target, and where. */
interface Claim {
  path: string;
  /** A member of policies, or a field of the API that no member makes. */
  field: string;
  target: string;
}

/** Of two policies that set the same on one target, the proxy applies one and drops the other. Only authorization adds up. */
function conflicts(environment: Contents, routes: Routes): ValidationError[] {
  const first = new Claims<string>();
  return [...builtIn(environment, routes), ...claims(environment, routes)].flatMap(({ path, field, target }) => {
    const other = first.claim(`${field} ${target}`, path);
    return other === undefined
      ? []
      : [
          {
            path,
            problem: `is set for the same requests by ${other}`,
            remedy: "Only one would take effect. Remove one.",
          },
        ];
  });
}

function claims({ policies }: Contents, routes: Routes): Claim[] {
  return sortedEntries(policies).flatMap(([name, spec]) => {
    const target = targetKey(attachment(spec.on, routes), spec.phase);
    const members = POLICY_FIELDS.filter((field) => spec[field] !== undefined);
    return [
      ...members.map((field) => ({ path: `policies.${name}.${field}`, field, target })),
      ...apiClaims(name, spec, target),
    ].filter(({ field }) => field !== "authorization");
  });
}

/** What a policy sets in the API's own words; what a member could say, under the member's name. */
function apiClaims(name: string, spec: PolicySpec, target: string): Claim[] {
  return (["traffic", "backend", "frontend"] as const).flatMap((section) =>
    Object.keys(spec[section] ?? {})
      .filter((field) => field !== "phase")
      .map((field) => ({
        path: `policies.${name}.${section}.${field}`,
        field:
          (section === "traffic" && POLICY_FIELDS.find((member) => fieldOf(member) === field)) || `${section}.${field}`,
        target,
      })),
  );
}

/** What the catalogue itself sets for its routes. */
function builtIn({ llmProviders, mcpRoutes }: Contents, routes: Routes): Claim[] {
  const onRoute = (name: string | undefined) => targetKey(name === undefined ? undefined : { kind: "HTTPRoute", name });
  return [
    ...sortedEntries(llmProviders)
      .filter(([, spec]) => spec.provider === undefined && spec.retry !== false)
      .map(([name]): Claim => ({
        path: `llmProviders.${name}.retry`,
        field: "retry",
        target: onRoute(routes.provider[name]),
      })),
    ...sortedEntries(mcpRoutes)
      .filter(([, { oauth }]) => oauth !== undefined)
      .map(([path]): Claim => ({
        path: `mcpRoutes.${path}.oauth`,
        field: "jwt",
        target: onRoute(routes.mcpPath[path]),
      })),
  ];
}

function targetKey(at: Attachment | undefined, phase: PolicySpec["phase"] = "PostRouting"): string {
  return JSON.stringify([at, phase]);
}

/** The policy that the gateway's observability makes has a name too. */
function conflictingName({ gateway, policies }: Contents): ValidationError[] {
  const name = observabilityName(gateway.name);
  if (!(name in policies) || observability(gateway).length === 0) return [];
  return [
    { path: `policies.${name}`, problem: "makes the same object as gateway.observability", remedy: "Rename it." },
  ];
}
