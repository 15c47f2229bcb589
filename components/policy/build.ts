import { agentgatewayPolicy, GATEWAY_API } from "../gateway/build";
import { keyHost } from "../jwks";
import { compact, sortedEntries, type KubernetesObject } from "../../kube/object";
import { claimsRule } from "./claims";
import { keyHostName, traffic } from "./fields";
import { attachment, type Routes } from "./routes";
import type { PolicySpec } from "./spec";

/**
 * The AgentgatewayPolicy of a policy, and a backend for each host that has the keys of its issuers.
 *
 * @param routes the routes of its environment, which has been checked: what the policy is on is there
 */
export function policy(name: string, spec: PolicySpec, gateway: string, routes: Routes): KubernetesObject[] {
  const target = attachment(spec.on, routes);
  if (target === undefined) throw new Error(`the policy ${name} is on nothing that there is`);
  const keyHosts = sortedEntries(spec.jwt?.providers ?? {}).flatMap(([issuer, { jwks }]) =>
    keyHost(keyHostName(name, issuer), jwks),
  );
  const renderPolicy = (metadataName: string, settings: object, sections: object = {}) =>
    compact(
      agentgatewayPolicy(metadataName, {
        targetRefs: [{ group: GATEWAY_API, name: gateway, ...target }],
        traffic: Object.values(settings).some((value) => value !== undefined) ? settings : undefined,
        ...sections,
      }),
    );
  const { backend, frontend, strategy } = spec;
  const issuers = Object.values(spec.jwt?.providers ?? {});
  return [
    ...keyHosts,
    renderPolicy(name, traffic(name, spec), { backend, frontend, strategy }),
    // Apart, since a policy takes one rule, and this one may have its own.
    ...(issuers.length > 0
      ? [renderPolicy(claimsName(name), { phase: spec.phase, authorization: claimsRule(issuers) })]
      : []),
  ];
}

/** Name of the policy that makes tokens have the claims which the policy of a name checks. */
function claimsName(policy: string): string {
  return `${policy}-claims`;
}
