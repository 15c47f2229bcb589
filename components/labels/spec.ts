import { z } from "zod";
import { labelKey, labelValue } from "./label";

/** Labels by which Services, NetworkPolicies and workloads find pods. */
const SELECTING = /^(app$|app\.kubernetes\.io\/|gateway\.networking\.k8s\.io\/)/;

/** Labels that do not change how pods are found. */
export const furtherLabels = z.record(
  labelKey.refine((key) => !SELECTING.test(key), "is a label by which pods are found: choose another"),
  labelValue,
);

/** Labels of all objects of an environment. */
export const labelFields = {
  /**
   * Labels of all objects of the environment and of its pods, the gateway's among them. In Git they are the overlay's `labels`.
   * Default: none.
   */
  labels: furtherLabels.default({}),
  /**
   * The same, and in the selectors of Services, workloads and NetworkPolicies too, as Kustomize's `commonLabels` writes them. For a
   * system that has them: the selector of a Deployment can't be changed. Default: none.
   */
  selectorLabels: furtherLabels.default({}),
};

export type LabelsSpec = z.output<z.ZodObject<typeof labelFields>>;
