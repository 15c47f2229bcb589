import type { TableName } from "../kube/fieldTables/tables";

/** The kinds that an environment has objects of, and so patches, by the table that has their fields. */
export const PATCHED_KINDS = {
  agentgateway: [
    "agentgateway.dev/v1alpha1 AgentgatewayBackend",
    "agentgateway.dev/v1alpha1 AgentgatewayParameters",
    "agentgateway.dev/v1alpha1 AgentgatewayPolicy",
  ],
  gatewayApiExperimental: ["gateway.networking.k8s.io/v1 Gateway", "gateway.networking.k8s.io/v1 HTTPRoute"],
  kubernetes: ["apps/v1 Deployment", "networking.k8s.io/v1 NetworkPolicy", "v1 Service", "v1 ServiceAccount"],
} as const satisfies Partial<Record<TableName, readonly string[]>>;
