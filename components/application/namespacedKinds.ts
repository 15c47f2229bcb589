/** Kinds in a namespace that the component Applications bring. A Secret is not among them: a commit can't plant one. */
export const namespacedKinds = [
  { group: "", kind: "ConfigMap" },
  { group: "", kind: "Service" },
  { group: "", kind: "ServiceAccount" },
  { group: "apps", kind: "Deployment" },
  { group: "autoscaling", kind: "HorizontalPodAutoscaler" },
  { group: "policy", kind: "PodDisruptionBudget" },
  { group: "networking.k8s.io", kind: "NetworkPolicy" },
  { group: "gateway.networking.k8s.io", kind: "*" },
  { group: "agentgateway.dev", kind: "*" },
];

/** Whether every environment may have a kind, whatever its stack says. */
export function isAlwaysAllowed({ group, kind }: { group: string; kind: string }): boolean {
  return namespacedKinds.some((each) => each.group === group && (each.kind === "*" || each.kind === kind));
}
