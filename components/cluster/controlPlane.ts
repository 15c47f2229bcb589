import { CONTROLLER_NAMESPACE } from "../controller/namespace";
import { IN_CLUSTER, type ClusterSpec } from "./spec";

/** An environment, as far as it says who installs the control plane of its cluster. */
interface Placed {
  cluster: Pick<ClusterSpec, "name" | "controlPlane">;
}

/** The namespaces of a cluster that an environment owns: its own, and the controller's where it installs the control plane. */
export function ownedNamespaces({
  namespace,
  cluster,
}: {
  namespace: string;
  cluster: Pick<ClusterSpec, "controlPlane">;
}): string[] {
  return [...new Set([namespace, ...(cluster.controlPlane === "install" ? [CONTROLLER_NAMESPACE] : [])])];
}

/**
 * Whether an environment that Argo CD deploys registers its cluster there. Argo CD takes one Secret for each cluster, so the
 * stack that installs the control plane makes it, and the account that Argo CD has on the cluster.
 */
export function registersCluster({ cluster }: Placed): boolean {
  return cluster.name !== IN_CLUSTER && cluster.controlPlane === "install";
}
