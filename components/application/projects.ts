import { byScope } from "../allowedKinds/kinds";
import { namespaceOfApplications } from "../argocd/namespace";
import { OWN_CLUSTER } from "../argocd/ownCluster";
import { installsGatewayApi } from "../cluster/controlPlane";
import type { KubernetesObject } from "../../kube/object";
import { chartRepository } from "../repository/address";
import { CONTROLLER_NAMESPACE } from "../controller/namespace";
import { chartRights, type ChartRights } from "../controller/contents/rights";
import { configurationProject, destination, nameIn, publishedProject, type ApplicationSettings } from "./children";
import { clusterObjects } from "./clusterObjects";
import { syncWindows } from "./freeze/windows";
import { namespacedKinds } from "./namespacedKinds";

const admission = "admissionregistration.k8s.io";

const crdsOf = (group: string) => ({
  group: "apiextensions.k8s.io",
  kind: "CustomResourceDefinition",
  name: `*.${group}`,
});

/** The objects without a namespace that others publish: those of the charts, and of Gateway API where it is brought. */
function publishedClusterObjects({ crds, clusterWide }: ChartRights, gatewayApi: boolean) {
  const groups = [
    ...(gatewayApi ? ["gateway.networking.k8s.io"] : []),
    ...crds.map((name) => name.slice(name.indexOf(".") + 1)),
  ];
  return [
    ...[...new Set(groups)].map(crdsOf),
    ...(gatewayApi
      ? ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"].map((kind) => ({
          group: admission,
          kind,
          name: clusterObjects.admissionPolicy,
        }))
      : []),
    ...clusterWide.map(({ group, kind, name }) => ({ group, kind, name })),
  ];
}

/** The kinds without a namespace among what is deployed, whoever deploys it. */
export function clusterKinds(chart: ChartRights = chartRights({})) {
  return [{ group: "", kind: "Namespace" }, ...publishedClusterObjects(chart, true)].map(({ group, kind }) => ({
    group,
    kind,
  }));
}

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
      destinations: [{ server: OWN_CLUSTER, namespace: namespaceOfApplications(environment.argocd) }],
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
  const chart = chartRights(controlPlane ?? {});
  const namespaces = new Set([CONTROLLER_NAMESPACE, ...chart.namespaced.map(({ namespace }) => namespace)]);
  const kinds = new Map(chart.namespaced.map(({ group, kind }) => [`${kind}.${group}`, { group, kind }]));
  return project(publishedProject(environment), environment, {
    description: `Published parts of ${environment.name}: ${gatewayApi ? "Gateway API and the charts" : "the charts"}`,
    sourceRepos: [...new Set([chartRepository(sources.charts), ...(gatewayApi ? [sources.gatewayApi] : [])])],
    destinations: [...namespaces].map((namespace) => destination(environment, namespace)),
    clusterResourceWhitelist: [namespaceOf(CONTROLLER_NAMESPACE), ...publishedClusterObjects(chart, gatewayApi)],
    namespaceResourceWhitelist: [...namespacedKinds, ...kinds.values()],
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
  const elsewhere = namespaceOfApplications(argocd) !== argocd.namespace;
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name, namespace: argocd.namespace },
    spec: {
      ...spec,
      ...(elsewhere && { sourceNamespaces: [namespaceOfApplications(argocd)] }),
      ...(freeze.length > 0 && { syncWindows: syncWindows(freeze) }),
    },
  };
}
