import { z } from "zod";
import { labelKey, labelValue } from "../labels/label";
import { objectName } from "../../kube/schemas";

type Rule = [isMet: (values: readonly string[]) => boolean, otherwise: string];

const some: Rule = [(values) => values.length > 0, "needs at least one value for this operator"];
const none: Rule = [(values) => values.length === 0, "must be empty for this operator"];
const number: Rule = [
  ([value = "", ...more]) => /^\d+$/.test(value) && more.length === 0,
  "must be one number for this operator",
];

/** How many values an operator compares with. */
const COMPARED: Record<string, Rule> = {
  In: some,
  NotIn: some,
  Exists: none,
  DoesNotExist: none,
  Gt: number,
  Lt: number,
};

function expressions<O extends readonly [string, ...string[]]>(operators: O) {
  return z.array(
    z
      .strictObject({
        /** The label. */
        key: labelKey,
        /** How its value is compared. */
        operator: z.enum(operators),
        /** What with. Default: nothing. */
        values: z.array(labelValue).optional(),
      })
      .superRefine(({ operator, values = [] }, context) => {
        const [isMet, message] = COMPARED[operator] as Rule;
        if (!isMet(values)) context.addIssue({ code: "custom", path: ["values"], message });
      }),
  );
}

/** How much a preference counts beside others, from 1 to 100. */
const weight = z.int().min(1).max(100);

/** Nodes, by all of these conditions. */
const nodes = z.strictObject({
  /** Conditions on labels of nodes. */
  matchExpressions: expressions(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]).min(1),
});

/** Neighbours, and how near they are. */
const neighbours = z.strictObject({
  /** The pods, by their labels. */
  labelSelector: z.strictObject({
    /** Labels that they have. */
    matchLabels: z.record(labelKey, labelValue).optional(),
    /** Conditions on their labels. */
    matchExpressions: expressions(["In", "NotIn", "Exists", "DoesNotExist"]).optional(),
  }),
  /** Label of nodes within whose value pods are neighbours, such as `kubernetes.io/hostname`. */
  topologyKey: labelKey,
  /** Namespaces of the neighbours. Default: that of the pod. */
  namespaces: z.array(objectName).optional(),
});

const podTerms = {
  /** What must hold for a pod to be placed. */
  requiredDuringSchedulingIgnoredDuringExecution: z.array(neighbours).optional(),
  /** What is preferred. */
  preferredDuringSchedulingIgnoredDuringExecution: z
    .array(
      z.strictObject({
        /** How much it counts, from 1 to 100. */
        weight,
        /** The neighbours. */
        podAffinityTerm: neighbours,
      }),
    )
    .optional(),
};

/** Which nodes and neighbours pods prefer or need, in the fields of Kubernetes' own API. */
export const affinity = z.strictObject({
  /** Nodes that they prefer or need. */
  nodeAffinity: z
    .strictObject({
      /** What must hold for a pod to be placed: one of the terms. */
      requiredDuringSchedulingIgnoredDuringExecution: z
        .strictObject({
          /** Nodes, each by all its conditions. */
          nodeSelectorTerms: z.array(nodes).min(1),
        })
        .optional(),
      /** What is preferred. */
      preferredDuringSchedulingIgnoredDuringExecution: z
        .array(
          z.strictObject({
            /** How much it counts, from 1 to 100. */
            weight,
            /** The nodes. */
            preference: nodes,
          }),
        )
        .optional(),
    })
    .optional(),
  /** Pods that they prefer or need beside them. */
  podAffinity: z.strictObject(podTerms).optional(),
  /** Pods that they prefer or need not beside them. */
  podAntiAffinity: z.strictObject(podTerms).optional(),
});
