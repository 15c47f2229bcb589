import { ARGOCD_NAMESPACE } from "../argocd/install";
import type { KubernetesObject } from "../kubernetes";
import { chartRepository } from "../repository/charts";
import { CONTROLLER_NAMESPACE, destination, nameIn, type ApplicationSettings } from "./children";

/** Kinds without a namespace that the component Applications bring. */
export const clusterKinds = [
  { group: "", kind: "Namespace" },
  { group: "apiextensions.k8s.io", kind: "CustomResourceDefinition" },
  { group: "admissionregistration.k8s.io", kind: "ValidatingAdmissionPolicy" },
  { group: "admissionregistration.k8s.io", kind: "ValidatingAdmissionPolicyBinding" },
  { group: "rbac.authorization.k8s.io", kind: "ClusterRole" },
  { group: "rbac.authorization.k8s.io", kind: "ClusterRoleBinding" },
];

/** Kinds in a namespace that they bring. A Secret is not among them: a commit can't plant or replace one. */
export const namespacedKinds = [
  { group: "", kind: "ConfigMap" },
  { group: "", kind: "Service" },
  { group: "", kind: "ServiceAccount" },
  { group: "apps", kind: "Deployment" },
  { group: "autoscaling", kind: "HorizontalPodAutoscaler" },
  { group: "policy", kind: "PodDisruptionBudget" },
  { group: "gateway.networking.k8s.io", kind: "*" },
  { group: "agentgateway.dev", kind: "*" },
];

/**
 * The AppProjects of an environment: one for the root Application, which may make Applications beside itself and nothing
 * else, and one for those, which may deploy the environment and nothing else. A root in the same project as its children
 * would let any commit write into Argo CD's namespace.
 */
export function appProjects(environment: ApplicationSettings): KubernetesObject[] {
  const { repository, sources, namespace } = environment;
  return [
    project(rootProject(environment), {
      description: `Root Application of ${environment.name}`,
      sourceRepos: [repository.url],
      destinations: [{ server: "https://kubernetes.default.svc", namespace: ARGOCD_NAMESPACE }],
      namespaceResourceWhitelist: [{ group: "argoproj.io", kind: "Application" }],
    }),
    project(nameIn(environment, "agentgateway-infra"), {
      description: `Component Applications of ${environment.name}`,
      sourceRepos: [...new Set([repository.url, chartRepository(sources.charts), sources.gatewayApi])],
      destinations: [...new Set([namespace, CONTROLLER_NAMESPACE])].map((each) => destination(environment, each)),
      clusterResourceWhitelist: clusterKinds,
      namespaceResourceWhitelist: namespacedKinds,
    }),
  ];
}

/** Name of the AppProject of the root Application. */
export function rootProject(environment: ApplicationSettings): string {
  return nameIn(environment, "agentgateway-infra-root");
}

function project(name: string, spec: object): KubernetesObject {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name, namespace: ARGOCD_NAMESPACE },
    spec,
  };
}
