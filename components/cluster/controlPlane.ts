import { IN_CLUSTER, type ClusterSpec } from "./spec";

/** An environment, as far as it says who installs the control plane of its cluster. */
interface Placed {
  cluster: Pick<ClusterSpec, "name" | "controlPlane">;
}

/**
 * Whether an environment that Argo CD deploys registers its cluster there. Argo CD takes one Secret for each cluster, so the
 * stack that installs the control plane makes it, and the account that Argo CD has on the cluster.
 */
export function registersCluster({ cluster }: Placed): boolean {
  return cluster.name !== IN_CLUSTER && cluster.controlPlane === "install";
}
