import { agentgatewayPolicy, GATEWAY_API } from "../gateway/build";
import { keyHost, keySet } from "../jwks";
import { compact, type KubernetesObject } from "../../kube/object";
import { claimsRule } from "../policy/claims";
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
 * served to those who have no token yet. Defaults within the list are written out, or Argo CD would see them as drift.
 */
export function oauthPolicy(route: string, spec: OauthSpec): KubernetesObject[] {
  const { policy, jwks } = oauthNames(route);
  const { issuer, audiences, provider, resourceMetadata } = spec;
  return [
    ...keyHost(jwks, spec.jwks),
    compact(
      agentgatewayPolicy(policy, {
        targetRefs: [{ group: GATEWAY_API, kind: "HTTPRoute", name: route }],
        traffic: {
          jwtAuthentication: {
            mode: "Strict",
            providers: [{ issuer, audiences, jwks: keySet(jwks, spec.jwks) }],
            mcp: { provider, resourceMetadata },
          },
          authorization: claimsRule([spec]),
        },
      }),
    ),
  ];
}
