import type { KubernetesObject } from "../kube/object";

/** Label by which the controller marks a gateway's proxies, in the gateway's own namespace. */
const GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";

/**
 * Lets the proxies of a gateway connect to the pods of a workload, and nobody else: what the gateway asks of a client can't
 * be gone around. It takes effect where the cluster's network enforces NetworkPolicies.
 */
export function onlyFromGateway(name: string, containerPort: number, gateway: string): KubernetesObject {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, labels: { app: name } },
    spec: {
      podSelector: { matchLabels: { app: name } },
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [{ podSelector: { matchLabels: { [GATEWAY_NAME]: gateway } } }],
          ports: [{ protocol: "TCP", port: containerPort }],
        },
      ],
    },
  };
}
