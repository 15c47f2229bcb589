import { z } from "zod";
import type { AgentgatewayParameters } from "../../kube/fieldTables/types/agentgateway";
import { apiFields } from "../apiFields";
import type { Workload } from "./overlay";

type Spec = AgentgatewayParameters["spec"];
type Own = NonNullable<Spec>;

function inApiWords<Name extends "deployment" | "daemonSet" | "istio" | "modelCatalog" | "rawConfig">(name: Name) {
  const kind = "agentgateway.dev/v1alpha1 AgentgatewayParameters";
  return apiFields<NonNullable<Own[Name]>>({ table: "agentgateway", kind, path: ["spec", name] }).optional();
}

/** Fields of AgentgatewayParameters in the API's own words. */
export const parametersFields = {
  /** What runs the proxy. `DaemonSet`: a replica on each node, without `replicas` and `autoscaling`. Default: a Deployment. */
  workload: z
    .strictObject({
      /** Kind of the workload. */
      kind: z.enum(["Deployment", "DaemonSet"]),
    })
    .optional(),
  /** What is laid over the proxy's Deployment: `metadata` and `spec`, such as volumes. Default: nothing more than `pods` and the rest say. */
  deployment: inApiWords("deployment"),
  /** The same of a DaemonSet. Needs `workload: { kind: "DaemonSet" }`. */
  daemonSet: inApiWords("daemonSet"),
  /** How the proxy takes part in an Istio mesh: `enabled`, `caAddress`, `trustDomain` and more. Default: not at all. */
  istio: inApiWords("istio"),
  /** ConfigMaps with the costs of models, by which budgets count. Default: none. */
  modelCatalog: inApiWords("modelCatalog"),
  /** What is merged into the proxy's own configuration file. Routes and backends are no part of it. Default: nothing. */
  rawConfig: inApiWords("rawConfig"),
};

/** What goes with a kind of workload, and what does not. */
export function checkWorkload(gateway: Workload, context: z.RefinementCtx): void {
  const isDaemonSet = gateway.workload?.kind === "DaemonSet";
  const wrong = isDaemonSet ? (["replicas", "autoscaling", "deployment"] as const) : (["daemonSet"] as const);
  const message = isDaemonSet ? "is not for workload.kind DaemonSet" : "needs workload.kind DaemonSet";
  for (const field of wrong)
    if (gateway[field] !== undefined) context.addIssue({ code: "custom", path: [field], message });
}
