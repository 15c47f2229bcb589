import { AGENTGATEWAY_API } from "../gateway/build";
import { httpRoute, nameOfPath } from "../gateway/route";
import { compact, sortedEntries, type KubernetesObject } from "../../kube/object";
import { mcpTarget } from "./build";
import { clientCredentials } from "./clientCredentials";
import { metadataPaths, oauthPolicy } from "./oauth";
import type { McpRouteSpec } from "./routeSpec";
import type { McpServerSpec } from "./spec";

/** Names of the objects that serve the MCP servers of a path: `/mcp` has the route `mcp` and the backend `mcp-backend`. */
export function mcpNames(path: string): { route: string; backend: string } {
  const route = nameOfPath(path);
  return { route, backend: `${route}-backend` };
}

/** The paths that MCP servers are served under, each once. */
export function mcpPaths(servers: Record<string, McpServerSpec>): string[] {
  return [...new Set(Object.values(servers).map(({ path }) => path))].sort();
}

/** What serves each path: the servers that share one are the targets of one backend. */
export function mcpRouting(
  servers: Record<string, McpServerSpec>,
  routes: Record<string, McpRouteSpec>,
  gateway: string,
): KubernetesObject[] {
  return mcpPaths(servers).flatMap((path) => {
    const { route, backend } = mcpNames(path);
    const { oauth, ...shared } = routes[path] ?? {};
    const sharing = sortedEntries(servers).filter(([, spec]) => spec.path === path);
    const targets = sharing.map(([name, spec]) => mcpTarget(name, spec));
    const { policies, others } = clientCredentials(backend, sharing);
    const rule = { path, alsoPaths: oauth && metadataPaths(path), target: { backend } };
    return [
      mcpBackend(backend, shared, targets, policies),
      ...others,
      ...(oauth ? oauthPolicy(route, oauth) : []),
      httpRoute({ name: route, gateway, rules: [rule] }),
    ];
  });
}

/** The rule about tools is within the backend and not a policy of its own, so that no tool is open before its rule is there. */
function mcpBackend(
  name: string,
  shared: Omit<McpRouteSpec, "oauth">,
  targets: object[],
  credentials: object,
): KubernetesObject {
  const { sessionRouting, failureMode, prefixMode, authorization } = shared;
  const policies = { ...credentials, ...(authorization && { mcp: { authorization: rule(authorization) } }) };
  return compact({
    apiVersion: `${AGENTGATEWAY_API}/v1alpha1`,
    kind: "AgentgatewayBackend",
    metadata: { name },
    spec: {
      mcp: { sessionRouting, failureMode, prefixMode, targets },
      policies: Object.keys(policies).length > 0 ? policies : undefined,
    },
  });
}

function rule({ action, matchExpressions }: NonNullable<McpRouteSpec["authorization"]>): object {
  return { action, policy: { matchExpressions } };
}
