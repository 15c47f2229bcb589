import { z } from "zod";
import { secret } from "../../config/secret";
import { objectName } from "../kubernetes";

/** Argo CD's own name for the cluster that it runs in. */
export const IN_CLUSTER = "in-cluster";

/** The cluster that an environment runs on. */
export const clusterSpec = z.strictObject({
  /**
   * Name by which Argo CD knows the cluster. Default: `in-cluster`, the cluster that Argo CD itself runs in.
   * Any other name registers the cluster in the hub.
   */
  name: objectName.default(IN_CLUSTER),
  /** Contents of a kubeconfig, from encrypted configuration. */
  kubeconfig: secret().optional(),
  /** Context of the kubeconfig. Default: its current context. */
  context: z.string().min(1).optional(),
  /**
   * Who brings the agentgateway controller, its CRDs and those of Gateway API, in `direct` delivery. `own`: this stack.
   * `shared`: they are there already, so that several environments can live on one cluster. Default `own`.
   */
  controller: z.enum(["own", "shared"]).default("own"),
});

export type ClusterSpec = z.infer<typeof clusterSpec>;
