import type { KubeConfig } from "@kubernetes/client-node";
import { clientFor } from "../../kube/client";
import { apiServer } from "../../kube/kubeconfig";
import { withExportedKubeconfigs } from "../../components/cluster/source";
import { missingSecrets } from "../../config/checks";
import { UserError } from "../../core/errors";
import type { Environment } from "../../config/schema";
import { stackOutput } from "./pulumi";

/** The clusters of an environment. They are one where no other Argo CD deploys it. */
export interface Clusters {
  /** The cluster that Argo CD runs in. */
  hub: KubeConfig;
  /** The cluster that the environment runs on. */
  target: KubeConfig;
  /** URL of the target's API server. */
  server: string;
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
  const target = await clientFor(kubeconfig, cluster.context);
  if (delivery === "direct" || argocd.mode === "own" || argocd.kubeconfig === undefined)
    return { hub: target, target, server };
  return { hub: await clientFor(argocd.kubeconfig.reveal(), argocd.context), target, server };
}
