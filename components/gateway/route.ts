import type { CredentialHeader } from "../clientCredentials";
import { compact, type KubernetesObject } from "../../kube/object";
import { serviceBackendRef, type ServiceRef } from "../service";
import { AGENTGATEWAY_API, GATEWAY_API } from "./build";

/** What a route leads to: an AgentgatewayBackend, or a Service. */
export type RouteTarget = { backend: string } | { service: ServiceRef };

/** Requests of some paths, and where they go. */
export interface RouteRule {
  /** Name by which a policy can be attached to the rule alone. Default: none. */
  name?: string;
  /** Path prefix, unique on its listener; or the whole path, with `exact`. */
  path: string;
  /** Further paths that lead to the same. Default: none. */
  alsoPaths?: readonly string[];
  /** Takes the paths as whole ones, and not as prefixes. Default false. */
  exact?: boolean;
  /** Takes requests with this method only. Default: all. */
  method?: "GET" | "POST";
  /** Replaces the path, or the prefix of it, before the request reaches the target. Default: it stays. */
  replacedBy?: string;
  /** Headers of the client that the target does not get. Default: it gets all. */
  removes?: readonly CredentialHeader[];
  target: RouteTarget;
}

/** An HTTPRoute: its rules, each for paths of its own. */
export interface RouteSpec {
  name: string;
  /** Name of the Gateway that serves the route. */
  gateway: string;
  rules: readonly RouteRule[];
}

/** The HTTPRoute for some paths. References carry no namespace, so that an overlay can shift the whole environment. */
export function httpRoute({ name, gateway, rules }: RouteSpec): KubernetesObject {
  return compact({
    apiVersion: `${GATEWAY_API}/v1`,
    kind: "HTTPRoute",
    metadata: { name },
    spec: {
      parentRefs: [{ group: GATEWAY_API, kind: "Gateway", name: gateway }],
      rules: rules.map(routeRule),
    },
  });
}

function routeRule({
  name,
  path,
  alsoPaths = [],
  exact = false,
  method,
  replacedBy,
  removes,
  target,
}: RouteRule): object {
  return {
    name,
    matches: [path, ...alsoPaths].map((value) => ({ path: { type: exact ? "Exact" : "PathPrefix", value }, method })),
    filters:
      replacedBy === undefined ? undefined : [{ type: "URLRewrite", urlRewrite: { path: rewrite(exact, replacedBy) } }],
    backendRefs: [{ ...backendRef(target), weight: 1, filters: removes && [headerFilter(removes)] }],
  };
}

function rewrite(exact: boolean, replacedBy: string): object {
  return exact
    ? { type: "ReplaceFullPath", replaceFullPath: replacedBy }
    : { type: "ReplacePrefixMatch", replacePrefixMatch: replacedBy };
}

/** On the way to the target and not of the whole rule: there it would take the place of a policy that changes headers. */
function headerFilter(remove: readonly CredentialHeader[]): object {
  return { type: "RequestHeaderModifier", requestHeaderModifier: { remove } };
}

function backendRef(target: RouteTarget): object {
  return "backend" in target
    ? { group: AGENTGATEWAY_API, kind: "AgentgatewayBackend", name: target.backend }
    : serviceBackendRef(target.service);
}

/** The object name that a path stands for: `/mcp` is `mcp`, `/team/tools` is `team-tools`. */
export function nameOfPath(path: string): string {
  return path
    .slice(1)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
