import { byScope } from "../allowedKinds/kinds";
import { OWN_CLUSTER } from "../argocd/ownCluster";
import { installsGatewayApi } from "../cluster/controlPlane";
import type { KubernetesObject } from "../../kube/object";
import { chartRepository } from "../repository/address";
import { CONTROLLER_NAMESPACE } from "../controller/namespace";
import { chartKinds } from "../controller/values/kinds";
import { configurationProject, destination, nameIn, publishedProject, type ApplicationSettings } from "./children";
import { clusterObjects, crdGroups } from "./clusterObjects";
import { syncWindows } from "./freeze/windows";

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

const rbac = "rbac.authorization.k8s.io";
const admission = "admissionregistration.k8s.io";

const crdsOf = (group: string) => ({
  group: "apiextensions.k8s.io",
  kind: "CustomResourceDefinition",
  name: `*.${group}`,
});

/** Objects without a namespace that the charts bring, and Gateway API where it is brought. */
function publishedClusterObjects({ gatewayApi }: { gatewayApi: boolean }) {
  return [
    ...crdGroups({ gatewayApi }).map(crdsOf),
    ...(gatewayApi
      ? ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"].map((kind) => ({
          group: admission,
          kind,
          name: clusterObjects.admissionPolicy,
        }))
      : []),
    { group: rbac, kind: "ClusterRole", name: clusterObjects.clusterRole },
    { group: rbac, kind: "ClusterRoleBinding", name: clusterObjects.clusterRoleBinding },
  ];
}

/** The kinds without a namespace among what is deployed, whoever deploys it. */
export const clusterKinds = [{ group: "", kind: "Namespace" }, ...publishedClusterObjects({ gatewayApi: true })].map(
  ({ group, kind }) => ({ group, kind }),
);

/**
 * The AppProjects of an environment. The root Application may make Applications beside itself and nothing else: in a
 * project with its children, any commit could write into Argo CD's namespace. What Git describes may go into the
 * environment's namespace and nowhere else, but for the cluster-wide objects that the stack names; only what others publish, pinned, may bring CRDs and roles: else a commit
 * could widen the controller's role. Where the control plane exists already, nothing that others publish is deployed.
 */
export function appProjects(environment: ApplicationSettings): KubernetesObject[] {
  const { repository, namespace, cluster } = environment;
  const allowed = byScope(environment.allowedKinds);
  return [
    project(rootProject(environment), environment, {
      description: `Root Application of ${environment.name}`,
      sourceRepos: [repository.url],
      destinations: [{ server: OWN_CLUSTER, namespace: environment.argocd.namespace }],
      namespaceResourceWhitelist: [{ group: "argoproj.io", kind: "Application" }],
    }),
    project(configurationProject(environment), environment, {
      description: `What Git describes for ${environment.name}`,
      sourceRepos: [repository.url],
      destinations: [destination(environment, namespace)],
      clusterResourceWhitelist: [
        namespaceOf(namespace),
        ...allowed.clusterWide.flatMap(({ group, kind, names }) => names.map((name) => ({ group, kind, name }))),
      ],
      namespaceResourceWhitelist: [
        ...namespacedKinds,
        ...allowed.namespaced.map(({ group, kind }) => ({ group, kind })),
      ],
    }),
    ...(cluster.controlPlane === "install" ? [ofPublished(environment)] : []),
  ];
}

function ofPublished(environment: ApplicationSettings): KubernetesObject {
  const { sources, controlPlane, cluster } = environment;
  const gatewayApi = installsGatewayApi(cluster);
  const optional = chartKinds(controlPlane?.values).map(({ group, kind }) => ({ group, kind }));
  return project(publishedProject(environment), environment, {
    description: `Published parts of ${environment.name}: ${gatewayApi ? "Gateway API and the charts" : "the charts"}`,
    sourceRepos: [...new Set([chartRepository(sources.charts), ...(gatewayApi ? [sources.gatewayApi] : [])])],
    destinations: [destination(environment, CONTROLLER_NAMESPACE)],
    clusterResourceWhitelist: [namespaceOf(CONTROLLER_NAMESPACE), ...publishedClusterObjects({ gatewayApi })],
    namespaceResourceWhitelist: [...namespacedKinds, ...optional],
  });
}

/** Name of the AppProject of the root Application. */
export function rootProject(environment: ApplicationSettings): string {
  return nameIn(environment, "agentgateway-infra-root");
}

/** Argo CD makes the namespace where nobody has: by hand, that is all there is. */
function namespaceOf(name: string) {
  return { group: "", kind: "Namespace", name };
}

function project(name: string, { application, argocd }: ApplicationSettings, spec: object): KubernetesObject {
  const { freeze = [] } = application;
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name, namespace: argocd.namespace },
    spec: { ...spec, ...(freeze.length > 0 && { syncWindows: syncWindows(freeze) }) },
  };
}
