import type * as k8s from "@pulumi/kubernetes";
import { Applications } from "../application/client";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import type { Environment } from "../../config/schema";
import type { SecretValue } from "../../core/secret";
import { Cluster } from "../../kube/cluster";
import { connection, type Connection } from "./connection";
import { apiServer, type ApiServer } from "../../kube/kubeconfig";
import { clusterProvider } from "./provider";
import { clusterSecretName } from "./secret";

/** How the program reaches the clusters of an environment. They are one where Argo CD runs beside what it deploys. */
export interface ClusterAccess {
  /** Provider of the cluster that the environment runs on. */
  target: k8s.Provider;
  /** That cluster, for what no provider does: waiting, and applying CRDs. */
  cluster: Cluster;
  /** The Argo CD that deploys the environment, where one does. */
  argocd?: Hub;
}

/** An Argo CD, and how it gets to the environment's cluster. */
export interface Hub {
  /** Provider of the cluster that it runs in. */
  hub: k8s.Provider;
  /** That cluster. */
  cluster: Cluster;
  /** Its Applications. */
  applications: Applications;
  /** Its connection to the environment's cluster, where it runs in another. */
  connection?: Connection;
  /** API server of the environment's cluster, as it reaches it. */
  apiServer: ApiServer;
}

/** Gives access to the clusters of an environment, which was checked to have the kubeconfigs it needs. */
export function clusterAccess({ name, cluster, argocd, namespace, delivery, adopt }: Environment): ClusterAccess {
  const kubeconfig = cluster.kubeconfig as SecretValue;
  const server = apiServer(kubeconfig.reveal(), cluster.context, "cluster.kubeconfig");
  const own = Cluster.at(kubeconfig.reveal(), cluster.context);
  const access = { identifier: name, kubeconfig, context: cluster.context, adopting: adopt.length > 0 };
  if (delivery === "direct") return { target: clusterProvider("cluster", { ...access, namespace }), cluster: own };
  if (argocd.mode === "own") {
    const provider = clusterProvider("cluster", { ...access, namespace: ARGOCD_NAMESPACE });
    const applications = new Applications(own);
    return { target: provider, cluster: own, argocd: { hub: provider, cluster: own, applications, apiServer: server } };
  }
  const hubKubeconfig = argocd.kubeconfig as SecretValue;
  apiServer(hubKubeconfig.reveal(), argocd.context, "argocd.kubeconfig");
  const hub = Cluster.at(hubKubeconfig.reveal(), argocd.context);
  return {
    target: clusterProvider("cluster", { ...access, namespace }),
    cluster: own,
    argocd: {
      hub: clusterProvider("hub", {
        identifier: "hub",
        kubeconfig: hubKubeconfig,
        context: argocd.context,
        namespace: ARGOCD_NAMESPACE,
        adopting: access.adopting,
      }),
      cluster: hub,
      applications: new Applications(hub),
      connection: connection(hub, clusterSecretName(cluster.name)),
      apiServer: server,
    },
  };
}
