import type * as k8s from "@pulumi/kubernetes";
import { Applications } from "../application/client";
import { ARGOCD_NAMESPACE } from "../argocd/install";
import type { Environment } from "../../config/schema";
import type { SecretValue } from "../../config/secret";
import { apiServer, type ApiServer } from "./kubeconfig";
import { clusterProvider } from "./provider";

/** The clusters of an environment. They are one where Argo CD runs beside what it deploys. */
export interface Clusters {
  /** Provider of the cluster that Argo CD runs in. */
  hub: k8s.Provider;
  /** Provider of the cluster that the environment runs on. */
  target: k8s.Provider;
  /** The Applications of the Argo CD that deploys the environment. */
  applications: Applications;
  /** API server of the environment's cluster. */
  apiServer: ApiServer;
}

/** Connects to the clusters of an environment, which was checked to have the kubeconfigs it needs. */
export function connect({ name, cluster, argocd, namespace }: Environment): Clusters {
  const kubeconfig = cluster.kubeconfig as SecretValue;
  const server = apiServer(kubeconfig.reveal(), cluster.context, "cluster.kubeconfig");
  if (argocd.mode === "own") {
    const access = { identifier: name, kubeconfig, context: cluster.context, namespace: ARGOCD_NAMESPACE };
    const provider = clusterProvider("cluster", access);
    const applications = new Applications(kubeconfig.reveal(), cluster.context);
    return { hub: provider, target: provider, applications, apiServer: server };
  }
  const hubKubeconfig = argocd.kubeconfig as SecretValue;
  apiServer(hubKubeconfig.reveal(), argocd.context, "argocd.kubeconfig");
  return {
    hub: clusterProvider("hub", {
      identifier: "hub",
      kubeconfig: hubKubeconfig,
      context: argocd.context,
      namespace: ARGOCD_NAMESPACE,
    }),
    target: clusterProvider("cluster", { identifier: name, kubeconfig, context: cluster.context, namespace }),
    applications: new Applications(hubKubeconfig.reveal(), argocd.context),
    apiServer: server,
  };
}
