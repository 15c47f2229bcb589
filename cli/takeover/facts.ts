import type { ApplicationSettings } from "../../components/application/children";
import type { Registration } from "../../components/cluster/registration";
import type { Environment } from "../../config/schema";
import { groupOf } from "../../kube/apiGroup";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import type { KubernetesObject } from "../../kube/object";
import { refKey, type ObjectRef } from "../../kube/ref";
import type { LiveApplication } from "./application";
import type { Planned } from "./pulumi";

/** The environment that is taken over. */
export type Taken = ApplicationSettings & {
  argocd: Pick<Environment["argocd"], "mode" | "namespace" | "applicationNamespace">;
};

/** What is known before anything is changed. */
export interface Facts extends Planned {
  environment: Taken;
  /** URL of the API server of the environment's cluster, as its Argo CD is to reach it. */
  server: string;
  /** What Argo CD is to deploy from the overlay. */
  delivered: readonly KubernetesObject[];
  /**
   * Objects on the clusters, by key: those of both, Argo CD's settings and Applications, what the environment's Applications
   * list, the controller's Deployment and the namespaces that Applications deploy to.
   */
  live: ReadonlyMap<string, LiveObject>;
  /** Why the API server would reject one of them as it is, by key. */
  rejected: ReadonlyMap<string, string>;
  /** All Applications of the Argo CD. */
  applications: readonly LiveApplication[];
  /** The clusters that it knows beside its own. */
  registrations: readonly Registration[];
  /** Secrets by which it knows repositories, with their URLs. None of an Argo CD that is another stack's, or somebody else's. */
  repositories: readonly { name: string; url: string }[];
  /** Deployments and StatefulSets in its namespace. None of such an Argo CD. */
  workloads: readonly LiveObject[];
}

/** The clusters of the environment. They are one where Argo CD runs beside what it deploys. */
export interface Clusters {
  /** That of Argo CD. */
  hub: Cluster;
  /** That of the environment. */
  target: Cluster;
}

/** The cluster that an object is on, or will be: of Argo CD's kinds are on its own. */
export function clusterWith(ref: ObjectRef, clusters: Clusters, { ofHub }: Pick<Planned, "ofHub">): Cluster {
  return groupOf(ref) === "argoproj.io" || ofHub.has(refKey(ref)) ? clusters.hub : clusters.target;
}

/** Whether the Argo CD is this stack's, and is taken over with the environment. */
export function installsArgoCd({ argocd }: Pick<Taken, "argocd">): boolean {
  return argocd.mode === "install";
}
