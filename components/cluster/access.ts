import type * as k8s from "@pulumi/kubernetes";
import { Applications } from "../application/client";
import { namespaceOfApplications } from "../argocd/namespace";
import type { Environment } from "../../config/schema";
import type { SecretValue } from "../../core/secret";
import type { Cluster } from "../../kube/cluster";
import { clusterAt } from "../../kube/clusterAt";
import { connection, type Connection } from "./connection";
import { apiServer, type ApiServer } from "../../kube/kubeconfig";
import { adoptNamed, announcement } from "./adoption";
import { adoptingProvider, clusterProvider, type ClusterAccess as ProviderAccess } from "./provider";
import { reachedByArgoCd } from "./fromArgoCd";
import { HUB } from "./providerNames";
import { clusterSecretName } from "./secret";
import { registersCluster } from "./controlPlane";

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
  /** All providers of that cluster: the one that takes over what exists too. */
  providers: readonly k8s.Provider[];
  /** That cluster. */
  cluster: Cluster;
  /** Its Applications. */
  applications: Applications;
  /** Its connection to the environment's cluster, where this stack has registered that. */
  connection?: Connection;
  /** API server of the environment's cluster, as it reaches it. */
  apiServer: ApiServer;
  /** The same API server, as the environment's kubeconfig has it. */
  kubeconfigs: ApiServer;
}

/** Gives access to the clusters of an environment, which was checked to have the kubeconfigs it needs. */
export function clusterAccess(environment: Environment): ClusterAccess {
  const { name, cluster, argocd, namespace, delivery, adopt } = environment;
  const kubeconfig = cluster.kubeconfig as SecretValue;
  const server = apiServer(kubeconfig.reveal(), cluster.context, "cluster.kubeconfig");
  const own = clusterAt(kubeconfig.reveal(), cluster.context, "cluster.kubeconfig");
  const provider = (namespace: string) => {
    const access = { identifier: name, kubeconfig, context: cluster.context, namespace };
    return providersOf("cluster", access, { cluster: own, where: "the cluster", adopt });
  };
  if (delivery === "direct") return { target: provider(namespace)[0], cluster: own };
  if (argocd.mode === "install") {
    const providers = provider(argocd.namespace);
    const [target] = providers;
    const applications = new Applications(own, namespaceOfApplications(argocd));
    const servers = { apiServer: server, kubeconfigs: server };
    return { target, cluster: own, argocd: { hub: target, providers, cluster: own, applications, ...servers } };
  }
  const hubKubeconfig = argocd.kubeconfig as SecretValue;
  apiServer(hubKubeconfig.reveal(), argocd.context, "argocd.kubeconfig");
  const hub = clusterAt(hubKubeconfig.reveal(), argocd.context, "argocd.kubeconfig");
  const hubAccess = {
    identifier: HUB,
    kubeconfig: hubKubeconfig,
    context: argocd.context,
    namespace: argocd.namespace,
  };
  const [target] = provider(namespace);
  const providers = providersOf(HUB, hubAccess, { cluster: hub, where: "Argo CD's cluster", adopt });
  return {
    target,
    cluster: own,
    argocd: {
      hub: providers[0],
      providers,
      cluster: hub,
      applications: new Applications(hub, namespaceOfApplications(argocd)),
      // By an identity of its cloud, Argo CD has no token that it could keep for too long.
      ...(registersCluster(environment) &&
        !cluster.argocd?.identity && {
          connection: connection(hub, { name: clusterSecretName(cluster.name), namespace: argocd.namespace }),
        }),
      apiServer: reachedByArgoCd(server, cluster.argocd),
      kubeconfigs: server,
    },
  };
}

/** The provider of a cluster; and the one that takes over what is named, and nothing else that exists. */
function providersOf(
  name: string,
  access: ProviderAccess,
  { cluster, where, adopt }: { cluster: Cluster; where: string; adopt: readonly string[] },
): [k8s.Provider, ...k8s.Provider[]] {
  const provider = clusterProvider(name, access);
  if (adopt.length === 0) return [provider];
  const adopting = adoptingProvider(name, access);
  adoptNamed({ provider, adopting, names: adopt, announce: announcement(cluster, where, access.namespace) });
  return [provider, adopting];
}
