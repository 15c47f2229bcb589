import { compact, type KubernetesObject } from "../kubernetes";
import { serviceBackendRef, type ServiceRef } from "../service";
import { AGENTGATEWAY_API, GATEWAY_API } from "./build";

/** What a route leads to: an AgentgatewayBackend, or a Service. */
export type RouteTarget = { backend: string } | { service: ServiceRef };

/** A path prefix of the gateway and where it leads. */
export interface RouteSpec {
  name: string;
  /** Name of the Gateway that serves the route. */
  gateway: string;
  /** Path prefix, unique on its listener. */
  path: string;
  /** Further path prefixes that lead to the same. Default: none. */
  alsoPaths?: readonly string[];
  target: RouteTarget;
  /** Replaces the prefix by `/` before the request reaches the target. Default false. */
  stripPrefix?: boolean;
}

/** The HTTPRoute for a path prefix. References carry no namespace, so that an overlay can shift the whole environment. */
export function httpRoute({
  name,
  gateway,
  path,
  alsoPaths = [],
  target,
  stripPrefix = false,
}: RouteSpec): KubernetesObject {
  return compact({
    apiVersion: `${GATEWAY_API}/v1`,
    kind: "HTTPRoute",
    metadata: { name },
    spec: {
      parentRefs: [{ group: GATEWAY_API, kind: "Gateway", name: gateway }],
      rules: [
        {
          matches: [path, ...alsoPaths].map((value) => ({ path: { type: "PathPrefix", value } })),
          filters: stripPrefix
            ? [{ type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } } }]
            : undefined,
          backendRefs: [backendRef(target)],
        },
      ],
    },
  });
}

function backendRef(target: RouteTarget): object {
  return "backend" in target
    ? { group: AGENTGATEWAY_API, kind: "AgentgatewayBackend", name: target.backend, weight: 1 }
    : { ...serviceBackendRef(target.service), weight: 1 };
}

/** The object name that a path stands for: `/mcp` is `mcp`, `/team/tools` is `team-tools`. */
export function nameOfPath(path: string): string {
  return path
    .slice(1)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
