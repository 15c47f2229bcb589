import { z } from "zod";
import { variableName } from "../../container";
import { anything, imageValues, pullPolicy, refused } from "./container";
import { serviceValues } from "./service";

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** The controller's Deployment and its Service. */
export const controllerValues = z.strictObject({
  /** Replicas of the controller, of which one leads. Default 1. */
  replicaCount: z.int().min(1).max(100).optional(),
  /** PriorityClass of the controller's pods. Default: none. */
  priorityClassName: z.string().optional(),
  /** What the controller logs: `debug`, `info`, `warn` or `error`. Default `info`. */
  logLevel: z.string().min(1).optional(),
  /** Image of the controller. Default: the published one, after the stack's `images`. */
  image: z
    .strictObject({
      ...imageValues,
      /** When a node pulls it. Default: `image.pullPolicy`. */
      pullPolicy,
    })
    .optional(),
  /** The controller's Service. */
  service: serviceValues.optional(),
  /**
   * Environment variables of the controller: a value, or `{ valueFrom: … }`. Not for secrets: values are in Git. What the chart
   * sets itself is refused.
   */
  extraEnv: z.record(variableName, z.union([scalar, anything])).optional(),
  /** Containers beside the controller's. */
  extraContainers: z.array(anything).optional(),
  /** Volume mounts of the controller's container. */
  extraVolumeMounts: z.array(anything).optional(),
  /** Volumes of the controller's pods. */
  extraVolumes: z.array(anything).optional(),
  /** How proxies get their configuration, which holds credentials of LLM providers. */
  xds: z
    .strictObject({
      /** `plaintext` sends credentials unencrypted through the cluster's network. Default `tls`. */
      mode: z.enum(["tls", "either", "plaintext"]).optional(),
    })
    .optional(),
  /** Rollout strategy of the Deployment. */
  strategy: anything.optional(),
  /** `spec` of a PodDisruptionBudget for the controller. */
  podDisruptionBudget: anything.optional(),
  /** Refused: the chart sets the number of replicas all the same, so that both would change it again and again. */
  horizontalPodAutoscaler: refused(
    "must not be set, as the chart sets the number of replicas all the same: set replicaCount",
  ),
  /** `spec` of a VerticalPodAutoscaler for the controller, whose CRD must be on the cluster. */
  verticalPodAutoscaler: anything.optional(),
});
