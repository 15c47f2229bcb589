import type { Cluster } from "../../kube/cluster";
import { clusterAt } from "../../kube/clusterAt";
import { apiServer } from "../../kube/kubeconfig";
import { ClusterReader } from "../../kube/reach";
import { withExportedKubeconfigs } from "../../components/cluster/source";
import { missingSecrets } from "../../config/checks";
import { UserError, type ValidationError } from "../../core/errors";
import type { Environment } from "../../config/schema";
import { stackOutput } from "./pulumi";

/** A reader of a cluster, and its kubeconfig's path in the configuration. */
interface ReaderAt {
  path: string;
  reader: ClusterReader;
}

/** The clusters of an environment. They are one where no other Argo CD deploys it. */
export interface Clusters {
  /** The cluster that Argo CD runs in. */
  hub: Cluster;
  /** The cluster that the environment runs on. */
  target: Cluster;
  /** URL of the target's API server. */
  server: string;
  /** Readers of both: the target's first. */
  readers: readonly [ReaderAt, ...ReaderAt[]];
}

/** Why the clusters can't be read at all, if so: they do not answer, or do not accept the credentials. */
export async function accessErrors({ readers }: Clusters): Promise<ValidationError[]> {
  const problems = await Promise.all(
    readers.map(async ({ path, reader }) => {
      const problem = await reader.problem();
      return problem ? [{ path, ...problem }] : [];
    }),
  );
  return problems.flat();
}

/** Connects to the clusters by the kubeconfigs of the stack's configuration. */
export async function connect(configured: Environment): Promise<Clusters> {
  const environment = await withExportedKubeconfigs(configured, stackOutput);
  const { cluster, argocd, delivery } = environment;
  const missing = missingSecrets(environment).filter(({ path }) => path.endsWith("kubeconfig"));
  if (cluster.kubeconfig === undefined || missing.length > 0)
    throw new UserError(`The clusters of ${environment.name} can't be reached:`, missing);
  const kubeconfig = cluster.kubeconfig.reveal();
  const { server } = apiServer(kubeconfig, cluster.context, "cluster.kubeconfig");
  const target = clusterAt(kubeconfig, cluster.context, "cluster.kubeconfig");
  const own = { path: "cluster.kubeconfig", reader: new ClusterReader(kubeconfig, cluster.context) };
  if (delivery === "direct" || argocd.mode === "install" || argocd.kubeconfig === undefined)
    return { hub: target, target, server, readers: [own] };
  const hubs = argocd.kubeconfig.reveal();
  const readers: Clusters["readers"] = [
    own,
    { path: "argocd.kubeconfig", reader: new ClusterReader(hubs, argocd.context) },
  ];
  return { hub: clusterAt(hubs, argocd.context, "argocd.kubeconfig"), target, server, readers };
}
