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

/** Names of all the CRDs. */
export function crdNames(): string[] {
  return Object.entries(clusterObjects.crds).flatMap(([group, plurals]) => plurals.map((each) => `${each}.${group}`));
}
