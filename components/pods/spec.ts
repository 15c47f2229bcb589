import { z } from "zod";
import { labelKey, labelValue } from "../labels/label";
import { distinct } from "../fields";
import { furtherLabels } from "../labels/spec";
import { objectName } from "../../kube/schemas";
import { affinity } from "./affinity";
import { securityContext } from "./securityContext";

/** A taint that pods tolerate. */
const toleration = z.strictObject({
  /** Key of the taint. Default: every key, with `operator: Exists`. */
  key: labelKey.optional(),
  /** How `value` is compared: `Exists` ignores it. Default `Equal`. */
  operator: z.enum(["Equal", "Exists"]).optional(),
  /** Value of the taint. */
  value: labelValue.optional(),
  /** Effect of the taint. Default: every effect. */
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
  /** Seconds for which pods stay on a node that gets the taint. Only with `NoExecute`. Default: without limit. */
  tolerationSeconds: z.int().min(0).max(31_536_000).optional(),
});

const podFields = {
  /**
   * Names of Secrets of the type `kubernetes.io/dockerconfigjson` by which nodes pull images. Each must be in the namespace of
   * the pods; no stack makes them. Default: none.
   */
  imagePullSecrets: z
    .array(objectName)
    .refine(...distinct)
    .optional(),
  /** Labels of the nodes that pods run on. Default: any node. */
  nodeSelector: z.record(labelKey, labelValue).optional(),
  /** Taints of nodes that pods tolerate. Default: none. */
  tolerations: z
    .array(
      toleration
        .refine(
          ({ key, operator }) => key !== undefined || operator === "Exists",
          "needs a key, or operator: Exists for all taints",
        )
        .refine(({ value, operator }) => value === undefined || operator !== "Exists", {
          path: ["value"],
          message: "is compared with nothing where operator is Exists: remove one of them",
        })
        .refine(({ tolerationSeconds, effect }) => tolerationSeconds === undefined || effect === "NoExecute", {
          path: ["tolerationSeconds"],
          message: "is for effect: NoExecute alone",
        }),
    )
    .optional(),
  /** Which nodes and neighbours pods prefer or need, in the fields of Kubernetes' own API. Default: none. */
  affinity: affinity.optional(),
  /** Name of a PriorityClass. Default: the cluster's. */
  priorityClassName: objectName.optional(),
  /** As whom containers run, and what they may ask the node for. Default: what MCP servers, agents, proxies and charts have anyway. */
  securityContext: securityContext.optional(),
  /** Further labels of pods, such as one by which a cloud gives them an identity. Default: none. */
  labels: furtherLabels.optional(),
  /** Annotations of pods. Default: none. */
  annotations: z.record(labelKey, z.string()).optional(),
};

/** How pods are placed, and what they need of their platform. */
export const podsSpec = z.strictObject(podFields);

/** The same for pods with a ServiceAccount that the controller makes. */
export const proxyPodsSpec = z.strictObject({
  ...podFields,
  /** Their ServiceAccount, which the controller makes. */
  serviceAccount: z
    .strictObject({
      /** Annotations, such as those by which a cloud gives it an identity. */
      annotations: z.record(labelKey, z.string()),
    })
    .optional(),
});

/** The same for pods of a workload. */
export const workloadPodsSpec = z.strictObject({
  ...podFields,
  /** Their ServiceAccount. They get no token for the API server. Default: the namespace's, `default`. */
  serviceAccount: z
    .strictObject({
      /** Name of one that exists in the namespace. Default: one that is made, of the workload's name. */
      name: objectName.optional(),
      /** Annotations of the one that is made, such as those by which a cloud gives it an identity. */
      annotations: z.record(labelKey, z.string()).optional(),
    })
    .refine(({ name, annotations }) => name === undefined || annotations === undefined, {
      path: ["annotations"],
      message: "is for a ServiceAccount that is made: with name, annotate that one where it is made",
    })
    .optional(),
});

export type PodsSpec = z.output<typeof podsSpec>;
