import type { KubeConfig } from "@kubernetes/client-node";
import { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import type { ObjectRef } from "../../kube/ref";

/** Reads objects of a cluster, each undefined where it is not there (or its kind is not). */
export function readObjects(config: KubeConfig, refs: readonly ObjectRef[]): Promise<(LiveObject | undefined)[]> {
  return Cluster.of(config).readAll(refs);
}
