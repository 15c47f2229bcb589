import type { ValidationError } from "../../core/errors";
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

/** Whether an environment brings the CRDs of Gateway API. They belong to the control plane, or to somebody else. */
export function installsGatewayApi({
  controlPlane,
  gatewayApi,
}: Pick<ClusterSpec, "controlPlane" | "gatewayApi">): boolean {
  return controlPlane === "install" && gatewayApi === "install";
}

/**
 * The error of who would bring Gateway API without the control plane.
 *
 * @param said what is said of Gateway API, without the default
 * @param prefix of the paths of both fields. Default: none
 */
export function uselessGatewayApi(
  { controlPlane }: Pick<ClusterSpec, "controlPlane">,
  said: unknown,
  prefix = "",
): ValidationError[] {
  if (controlPlane === "install" || said !== "install") return [];
  return [
    {
      path: `${prefix}gatewayApi`,
      problem: `is install, yet with ${prefix}controlPlane: existing the stack that installs the control plane decides on Gateway API`,
      remedy: "Remove it.",
    },
  ];
}
