import { CONTROLLER_NAMESPACE } from "../controller/namespace";

/**
 * What the component Applications bring that has no namespace, by name. Argo CD may write these and no others: neither its
 * AppProjects nor its roles let it touch the cluster's other roles, policies and CRDs.
 */
export const clusterObjects = {
  /** The CRDs, by group. A test compares them with those that are published. */
  crds: {
    "gateway.networking.k8s.io": [
      "backendtlspolicies",
      "gatewayclasses",
      "gateways",
      "grpcroutes",
      "httproutes",
      "listenersets",
      "referencegrants",
      "tcproutes",
      "tlsroutes",
      "udproutes",
    ],
    "agentgateway.dev": [
      "agentgatewaybackends",
      "agentgatewaymodels",
      "agentgatewayparameters",
      "agentgatewaypolicies",
    ],
  },
  /** The role of the agentgateway controller, as its chart names it. */
  clusterRole: `agentgateway-${CONTROLLER_NAMESPACE}`,
  /** The binding of that role. */
  clusterRoleBinding: `agentgateway-role-${CONTROLLER_NAMESPACE}`,
  /** Guards the CRDs of Gateway API; the policy and its binding share the name. */
  admissionPolicy: "safe-upgrades.gateway.networking.k8s.io",
} as const;

/** A group of CRDs. */
export type CrdGroup = keyof typeof clusterObjects.crds;

/** The groups of CRDs that a control plane brings. */
export function crdGroups({ gatewayApi }: { gatewayApi: boolean }): CrdGroup[] {
  const groups = Object.keys(clusterObjects.crds) as CrdGroup[];
  return groups.filter((group) => gatewayApi || group !== "gateway.networking.k8s.io");
}

/** Names of the CRDs of some groups. Default: of all. */
export function crdNames(groups: readonly CrdGroup[] = crdGroups({ gatewayApi: true })): string[] {
  return groups.flatMap((group) => clusterObjects.crds[group].map((each) => `${each}.${group}`));
}
