import { compact, sortedEntries, type KubernetesObject } from "../kubernetes";
import type { GatewaySpec } from "./spec";

export const GATEWAY_API = "gateway.networking.k8s.io";
export const AGENTGATEWAY_API = "agentgateway.dev";

/** The Gateway of an environment. Defaults of list items are written out, or Argo CD would report them as drift. */
export function gateway(spec: GatewaySpec): KubernetesObject {
  return {
    apiVersion: `${GATEWAY_API}/v1`,
    kind: "Gateway",
    metadata: { name: spec.name },
    spec: {
      gatewayClassName: "agentgateway",
      infrastructure: {
        parametersRef: { group: AGENTGATEWAY_API, kind: "AgentgatewayParameters", name: spec.parameters },
      },
      listeners: sortedEntries(spec.listeners).map(([name, { port, protocol }]) => ({
        name,
        port,
        protocol,
        allowedRoutes: { namespaces: { from: "Same" } },
      })),
    },
  };
}

/** What shapes the proxy that the controller makes for the Gateway. */
export function parameters(spec: GatewaySpec): KubernetesObject {
  return compact({
    apiVersion: `${AGENTGATEWAY_API}/v1alpha1`,
    kind: "AgentgatewayParameters",
    metadata: { name: spec.parameters },
    spec: {
      logging: { level: spec.logging.level },
      deployment: spec.replicas === undefined ? undefined : { spec: { replicas: spec.replicas } },
    },
  });
}
