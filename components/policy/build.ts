import { AGENTGATEWAY_API, GATEWAY_API } from "../gateway/build";
import { keyHost } from "../jwks";
import { compact, sortedEntries, type KubernetesObject } from "../kubernetes";
import { keyHostName, traffic } from "./members";
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
  const made = compact({
    apiVersion: `${AGENTGATEWAY_API}/v1alpha1`,
    kind: "AgentgatewayPolicy",
    metadata: { name },
    spec: {
      targetRefs: [{ group: GATEWAY_API, name: gateway, ...target }],
      traffic: traffic(name, spec),
    },
  });
  return [...keyHosts, made];
}
