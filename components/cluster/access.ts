import type { KubeConfig } from "@kubernetes/client-node";
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Applications } from "../application/client";
import { ARGOCD_NAMESPACE } from "../argocd/install";
import type { Environment } from "../../config/schema";
import type { SecretValue } from "../../core/secret";
import { clientFor } from "../../kube/client";
import { ClusterReader } from "../../kube/reach";
import { connection, type Connection } from "./connection";
import { apiServer, type ApiServer } from "../../kube/kubeconfig";
import { clusterProvider } from "./provider";
import { clusterSecretName } from "./secret";

/** The clusters of an environment. They are one where Argo CD runs beside what it deploys. */
export interface Clusters {
  /** Provider of the cluster that the environment runs on. */
  target: k8s.Provider;
  /** A client of that cluster, for what no provider does: waiting, and applying CRDs. */
  client: () => Promise<KubeConfig>;
  /** A reader of that cluster, for what it tells of itself. */
  reader: () => ClusterReader;
  /** The Argo CD that deploys the environment, where one does. */
  argocd?: Hub;
}

/** An Argo CD, and how it gets to the environment's cluster. */
export interface Hub {
  /** Provider of the cluster that it runs in. */
  hub: k8s.Provider;
  /** A client of that cluster. */
  client: () => Promise<KubeConfig>;
  /** Its Applications. */
  applications: Applications;
  /** Its connection to the environment's cluster, where it runs in another. */
  connection?: Connection;
  /** API server of the environment's cluster, as it reaches it. */
  apiServer: ApiServer;
}

/** Connects to the clusters of an environment, which was checked to have the kubeconfigs it needs. */
export function connect({ name, cluster, argocd, namespace, delivery, adopt }: Environment): Clusters {
  const kubeconfig = cluster.kubeconfig as SecretValue;
  const server = apiServer(kubeconfig.reveal(), cluster.context, "cluster.kubeconfig");
  const client = () => clientFor(kubeconfig.reveal(), cluster.context);
  let connected: ClusterReader | undefined;
  const reader = () => (connected ??= new ClusterReader(kubeconfig.reveal(), cluster.context));
  const access = { identifier: name, kubeconfig, context: cluster.context, adopting: adopt.length > 0 };
  if (delivery === "direct") return { target: clusterProvider("cluster", { ...access, namespace }), client, reader };
  if (argocd.mode === "own") {
    const provider = clusterProvider("cluster", { ...access, namespace: ARGOCD_NAMESPACE });
    const applications = askedSoon(new Applications(kubeconfig.reveal(), cluster.context));
    return { target: provider, client, reader, argocd: { hub: provider, client, applications, apiServer: server } };
  }
  const hubKubeconfig = argocd.kubeconfig as SecretValue;
  apiServer(hubKubeconfig.reveal(), argocd.context, "argocd.kubeconfig");
  return {
    target: clusterProvider("cluster", { ...access, namespace }),
    client,
    reader,
    argocd: {
      hub: clusterProvider("hub", {
        identifier: "hub",
        kubeconfig: hubKubeconfig,
        context: argocd.context,
        namespace: ARGOCD_NAMESPACE,
        adopting: access.adopting,
      }),
      client: () => clientFor(hubKubeconfig.reveal(), argocd.context),
      applications: askedSoon(new Applications(hubKubeconfig.reveal(), argocd.context)),
      connection: connection(hubKubeconfig.reveal(), argocd.context, clusterSecretName(cluster.name)),
      apiServer: server,
    },
  };
}

/** An `up` is going to ask them, so they are connected meanwhile. */
function askedSoon(applications: Applications): Applications {
  if (!pulumi.runtime.isDryRun()) applications.connect();
  return applications;
}
