import { namespaceOfApplications } from "../../../components/argocd/namespace";
import { CONTROLLER_NAMESPACE } from "../../../components/controller/namespace";
import { childApplications } from "../../../components/application/children";
import type { Environment } from "../../../config/schema";
import type { LiveApplication } from "../argocd/application";
import type { Cluster } from "../../../kube/cluster";
import type { LiveObject } from "../../../kube/live";
import { refOf, showRef } from "../../../kube/ref";
import { imageVersion, type Installed } from "./assess";

const BUNDLE = "gateway.networking.k8s.io/bundle-version";
/** The chart's name, by which its objects are labelled. */
const CONTROLLER = "agentgateway";

/** The versions of what a stack has installed, read from the clusters: Argo CD and the control plane. */
export async function readVersions(
  environment: Environment,
  clusters: { hub: Cluster; target: Cluster },
  applications: readonly LiveApplication[],
  crds: readonly LiveObject[],
): Promise<Installed[]> {
  const installs = environment.delivery !== "none" && environment.cluster.controlPlane === "install";
  const [argocd, controllers] = await Promise.all([
    environment.delivery !== "direct" && environment.argocd.mode === "install"
      ? workloads(clusters.hub, environment.argocd.namespace, "app.kubernetes.io/part-of=argocd")
      : [],
    installs ? workloads(clusters.target, CONTROLLER_NAMESPACE, `app.kubernetes.io/name=${CONTROLLER}`) : [],
  ]);
  return [
    ...images(argocd, /(^|\/)argocd:/, "argocd"),
    ...images(controllers, /./, "agentgateway"),
    ...charts(environment, applications),
    ...crds.flatMap(({ metadata: { name, annotations = {} } }) => {
      const version = annotations[BUNDLE];
      const where = showRef({ kind: "CustomResourceDefinition", name });
      return version === undefined ? [] : [{ where, of: "gatewayApi" as const, version }];
    }),
  ];
}

/** Charts leave no version in the CRDs that they bring, but Argo CD knows which one it has deployed. */
function charts(environment: Environment, applications: readonly LiveApplication[]): Installed[] {
  return childApplications(environment)
    .filter(({ spec }) => (spec as { source: { chart?: string } }).source.chart !== undefined)
    .flatMap(({ metadata: { name } }) => {
      const version = applications.find(({ metadata }) => metadata.name === name)?.status?.sync?.revision;
      return version
        ? [
            {
              where: showRef({ kind: "Application", namespace: namespaceOfApplications(environment.argocd), name }),
              of: "agentgateway" as const,
              version,
            },
          ]
        : [];
    });
}

interface Workload extends LiveObject {
  spec?: { template?: { spec?: { containers: { image?: string }[] } } };
}

async function workloads(cluster: Cluster, namespace: string, labelSelector: string): Promise<Workload[]> {
  const lists = await Promise.all(
    ["Deployment", "StatefulSet"].map((kind) =>
      cluster.list<Workload>({ apiVersion: "apps/v1", kind, namespace }, labelSelector),
    ),
  );
  return lists.flat();
}

function images(live: readonly Workload[], pattern: RegExp, of: Installed["of"]): Installed[] {
  return live.flatMap((workload) => {
    const image = workload.spec?.template?.spec?.containers
      .map((container) => container.image ?? "")
      .find((each) => pattern.test(each));
    const version = image === undefined ? undefined : imageVersion(image);
    return version === undefined ? [] : [{ where: showRef(refOf(workload)), of, version }];
  });
}
