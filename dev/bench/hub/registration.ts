import { CONTROLLER_NAMESPACE } from "../../../components/controller/namespace";
import { childApplications, overlayPath } from "../../../components/application/children";
import { appProjects } from "../../../components/application/projects";
import { rootApplication } from "../../../components/application/root";
import { clusterSecretData, clusterSecretMeta } from "../../../components/cluster/secret";
import type { ApiServer } from "../../../kube/kubeconfig";
import { environmentSecrets } from "../../../components/environment";
import type { KubernetesObject } from "../../../kube/object";
import type { Environment } from "../../../config/schema";

/**
 * What `pulumi up` of an environment makes on a hub, for environments whose clusters are one, behind an address each. To
 * Argo CD each is a cluster of its own, of which it sees what a real one of the environment would hold: its namespace, the
 * controller's and what is in none. So what each cluster has once, the CRDs and the controller, is compared for each and
 * applied for none: they would take it from each other.
 *
 * @param token by which Argo CD is let in
 */
export function registration(environment: Environment, apiServer: ApiServer, token: string): KubernetesObject[] {
  const { namespace, cluster, argocd } = environment;
  const { shared } = componentsOf(environment);
  const root = rootApplication(environment);
  (root.spec as ApplicationSpec).source.kustomize = { patches: shared.map(deletion) };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    ...environmentSecrets(environment).map(({ name, type = "Opaque", entries }) =>
      secret({ name, namespace }, Object.fromEntries(entries.map(({ key }) => [key, "made up"])), type),
    ),
    secret(clusterSecretMeta(cluster, argocd.namespace), {
      ...clusterSecretData(cluster.name, apiServer, token),
      namespaces: `${namespace},${CONTROLLER_NAMESPACE}`,
      clusterResources: "true",
    }),
    ...appProjects(environment),
    ...shared.map(comparedOnly),
    root,
  ];
}

/** The component Applications of an environment: its own, and those of what a cluster has once. */
export function componentsOf(environment: Environment): Record<"own" | "shared", KubernetesObject[]> {
  const children = childApplications(environment);
  const isOwn = ({ spec }: KubernetesObject) => (spec as ApplicationSpec).source.path === overlayPath(environment.name);
  return { own: children.filter(isOwn), shared: children.filter((child) => !isOwn(child)) };
}

interface ApplicationSpec {
  source: { path?: string; kustomize?: object };
  syncPolicy: { automated?: object };
}

function deletion({ apiVersion, kind, metadata: { name } }: KubernetesObject): object {
  const patch = JSON.stringify({ $patch: "delete", apiVersion, kind, metadata: { name } });
  return { target: { kind, name }, patch };
}

function comparedOnly(application: KubernetesObject): KubernetesObject {
  const spec = application.spec as ApplicationSpec;
  return { ...application, spec: { ...spec, syncPolicy: { ...spec.syncPolicy, automated: undefined } } };
}

function secret(
  metadata: KubernetesObject["metadata"],
  stringData: Record<string, string>,
  type = "Opaque",
): KubernetesObject {
  return { apiVersion: "v1", kind: "Secret", metadata, type, stringData };
}
