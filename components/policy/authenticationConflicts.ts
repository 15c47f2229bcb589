import type { ValidationError } from "../../core/errors";
import type { Contents } from "../environment";
import { sortedEntries } from "../../kube/object";
import { attachment, routesOf, type Attachment, type Routes } from "./routes";
import type { PolicySpec } from "./spec";

/** A way to authenticate that requests go through. */
interface Authentication {
  kind: "jwt" | "apiKeys" | "basicAuth" | "oauth";
  /** Its path in the configuration. */
  path: string;
  mode: "Strict" | "Optional" | "Permissive";
  /** Where a request carries the credentials, such as `the header authorization`; nothing where an expression finds them. */
  place: string | undefined;
  /** What precedes them there. */
  prefix: string;
}

type Member = Exclude<Authentication["kind"], "oauth">;

/** In the order in which the proxy goes through them. */
const FIELDS: readonly Member[] = ["jwt", "basicAuth", "apiKeys"];

/**
 * Two ways to authenticate on one route that read the same place, of which no client can satisfy both. The API accepts them,
 * and the proxy answers every request of some or all clients with 401.
 */
export function authenticationConflicts(environment: Contents): ValidationError[] {
  const reported = new Set<string>();
  const listeners = Object.keys(environment.gateway.listeners).sort();
  const routes = routesOf(environment);
  const policies = sortedEntries(environment.policies).map(([name, spec]) => ({
    name,
    spec,
    at: attachment(spec.on, routes),
  }));
  return allRoutes(routes).flatMap((route) => {
    const oauth = oauthOf(environment, routes, route);
    return listeners.flatMap((listener) => {
      const authentications = authenticationsOf(
        policies.filter(({ at }) => appliesTo(at, route, listener)),
        oauth,
      );
      return authentications.flatMap((first, index) =>
        authentications.slice(index + 1).flatMap((second) => {
          const pair = `${first.path} ${second.path}`;
          if (reported.has(pair) || !conflict(first, second)) return [];
          reported.add(pair);
          return [conflictError(first, second, route)];
        }),
      );
    });
  });
}

function conflictError(first: Authentication, second: Authentication, route: string): ValidationError {
  // API keys are our clients' own, so they are what can move.
  const [moving, staying] = first.kind === "apiKeys" ? [first, second] : [second, first];
  const elsewhere =
    moving.kind === "apiKeys"
      ? 'Have clients send their key elsewhere: location: { header: { name: "x-api-key" } }'
      : "Give one of them another location";
  return {
    path: moving.path,
    problem: `reads ${moving.place} as ${staying.path} does on the route ${route}, so that clients of one of them always get 401`,
    remedy: `${elsewhere}; or set them on different routes.`,
  };
}

/**
 * Whether clients of one of two ways are always refused by the other. The first takes its credentials out of a request, so
 * its clients have none for the second; and what the clients of the second send it takes for wrong, or for none at all.
 */
function conflict(first: Authentication, second: Authentication): boolean {
  if (first.place === undefined || first.place !== second.place) return false;
  const seenAsInvalid = first.kind !== second.kind && second.prefix.startsWith(first.prefix);
  const refusedByFirst = seenAsInvalid
    ? first.mode !== "Permissive"
    : first.kind !== second.kind && first.mode === "Strict";
  return second.mode === "Strict" || refusedByFirst;
}

/** A policy, and where it is attached. */
interface AttachedPolicy {
  name: string;
  spec: PolicySpec;
  at: Attachment | undefined;
}

/**
 * What requests go through that meet these policies, in order: all that acts before routing, and of what is set alike at
 * several places after it, the nearest.
 */
function authenticationsOf(policies: readonly AttachedPolicy[], oauth: Authentication | undefined): Authentication[] {
  const early = policies.filter(({ spec }) => spec.phase === "PreRouting");
  const late = policies
    .filter(({ spec }) => spec.phase !== "PreRouting")
    .sort((a, b) => specificity(b.at) - specificity(a.at));
  return [
    ...FIELDS.flatMap((field) => early.flatMap(({ name, spec }) => authentication(name, spec, field))),
    ...FIELDS.flatMap((field) => {
      // OAuth is a check of tokens on the route itself, so it takes the place of others.
      if (field === "jwt" && oauth) return [oauth];
      const nearest = late.find(({ spec }) => spec[field] !== undefined);
      return nearest ? authentication(nearest.name, nearest.spec, field) : [];
    }),
  ];
}

function appliesTo(at: Attachment | undefined, route: string, listener: string): boolean {
  if (at?.kind === "HTTPRoute") return at.name === route;
  return at !== undefined && (at.sectionName === undefined || at.sectionName === listener);
}

function specificity(at: Attachment | undefined): number {
  if (at?.kind === "HTTPRoute") return 2;
  return at?.sectionName === undefined ? 0 : 1;
}

const AUTHORIZATION = "the header authorization";

function authentication(name: string, spec: PolicySpec, field: Member): Authentication[] {
  const settings = spec[field];
  if (settings === undefined) return [];
  const { mode, location } = settings;
  const common = { kind: field, path: `policies.${name}.${field}`, mode };
  if (location === undefined) {
    return [{ ...common, place: AUTHORIZATION, prefix: field === "basicAuth" ? "basic " : "bearer " }];
  }
  return [{ ...common, place: placeOf(location), prefix: location.header?.prefix?.toLowerCase() ?? "" }];
}

type Location = NonNullable<NonNullable<PolicySpec["apiKeys"]>["location"]>;

function placeOf({ header, cookie, queryParameter }: Location): string | undefined {
  if (header) return `the header ${header.name.toLowerCase()}`;
  if (cookie) return `the cookie ${cookie.name}`;
  return queryParameter && `the query parameter ${queryParameter.name}`;
}

function oauthOf({ mcpRoutes }: Contents, { mcpPath }: Routes, route: string): Authentication | undefined {
  const [path] =
    sortedEntries(mcpRoutes).find(([each, { oauth }]) => mcpPath[each] === route && oauth !== undefined) ?? [];
  if (path === undefined) return undefined;
  return { kind: "oauth", path: `mcpRoutes.${path}.oauth`, mode: "Strict", place: AUTHORIZATION, prefix: "bearer " };
}

function allRoutes({ provider, mcpPath, agent }: Routes): string[] {
  return [...Object.values(provider), ...Object.values(mcpPath), ...Object.values(agent)].sort();
}
