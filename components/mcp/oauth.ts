import { AGENTGATEWAY_API, GATEWAY_API } from "../gateway/build";
import { compact, type KubernetesObject } from "../kubernetes";
import type { OauthSpec } from "./routeSpec";

/** Names of the objects that guard a route: `mcp` has the policy `mcp-oauth` and, for keys on a host, a backend. */
export function oauthNames(route: string): { policy: string; jwks: string } {
  return { policy: `${route}-oauth`, jwks: `${route}-jwks` };
}

/** The paths beside its own at which clients look for the OAuth metadata of a path (RFC 9728 and RFC 8414). */
export function metadataPaths(path: string): string[] {
  return [`/.well-known/oauth-protected-resource${path}`, `/.well-known/oauth-authorization-server${path}`];
}

/**
 * The policy that lets only bearers of a token onto a route. It is on the route, not on the backend: the metadata has to be
 * served to those who have no token yet. Defaults within the list stand explicitly, or Argo CD would see them as a drift.
 */
export function oauthPolicy(route: string, spec: OauthSpec): KubernetesObject[] {
  const { policy, jwks } = oauthNames(route);
  const { issuer, audiences, provider, resourceMetadata } = spec;
  return [
    ...keyHost(jwks, spec),
    compact({
      apiVersion: `${AGENTGATEWAY_API}/v1alpha1`,
      kind: "AgentgatewayPolicy",
      metadata: { name: policy },
      spec: {
        targetRefs: [{ group: GATEWAY_API, kind: "HTTPRoute", name: route }],
        traffic: {
          jwtAuthentication: {
            mode: "Strict",
            providers: [{ issuer, audiences, jwks: keys(jwks, spec) }],
            mcp: { provider, resourceMetadata },
          },
        },
      },
    }),
  ];
}

function keys(backend: string, { jwks }: OauthSpec): object {
  if (jwks.kind === "inline") return { inline: jwks.inline };
  const backendRef =
    jwks.kind === "service"
      ? { group: "", kind: "Service", name: jwks.service.name, port: jwks.service.port }
      : { group: AGENTGATEWAY_API, kind: "AgentgatewayBackend", name: backend };
  return { remote: { backendRef, jwksPath: jwks.path, cacheDuration: jwks.cacheDuration } };
}

/** A policy can only refer to a host by a backend. */
function keyHost(name: string, { jwks }: OauthSpec): KubernetesObject[] {
  if (jwks.kind !== "host") return [];
  const spec = { static: { host: jwks.host, port: jwks.port }, policies: { tls: {} } };
  return [{ apiVersion: `${AGENTGATEWAY_API}/v1alpha1`, kind: "AgentgatewayBackend", metadata: { name }, spec }];
}
