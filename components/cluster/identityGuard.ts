import type { KubernetesObject } from "../../kube/object";
import { admission } from "../admission";
import { TRACKING_ID } from "../argocd/tracking";
import { CONTROLLER_NAMESPACE } from "../controller/namespace";

/** The kinds of workloads that Argo CD, as far as a stack allows, and the agentgateway controller may create, by group. */
const WORKLOADS = { apps: ["deployments", "daemonsets", "statefulsets"], batch: ["jobs", "cronjobs"] };

/** Where their pods are described. */
const PODS = {
  CronJob: "object.spec.jobTemplate.spec.template.spec",
  other: "object.spec.template.spec",
};

/**
 * Keeps workloads that a commit brings from running with the rights of the controller, or of Argo CD: an environment may share
 * the namespace in which their ServiceAccounts are. The controller's may read every Secret of the cluster.
 *
 * @param application the Application that deploys the controller, and what Argo CD calls it in its marks: its own workload may
 * @param accounts names of the ServiceAccounts
 */
export function identityGuard(
  name: string,
  application: { name: string; mark: string },
  accounts: readonly string[],
): KubernetesObject[] {
  const list = `[${accounts.map((account) => `'${account}'`).join(", ")}]`;
  const runsAs = (pod: string) =>
    ["serviceAccountName", "serviceAccount"]
      .map((field) => `(has(${pod}.${field}) && ${pod}.${field} in ${list})`)
      .join(" || ");
  const uses = `object.kind == 'CronJob' ? (${runsAs(PODS.CronJob)}) : (${runsAs(PODS.other)})`;
  const tracked =
    `has(object.metadata.annotations) && '${TRACKING_ID}' in object.metadata.annotations && ` +
    `object.metadata.annotations['${TRACKING_ID}'].startsWith('${application.mark}:')`;
  return admission(name, {
    // The API server's defaults are spelled out: inside a list, Pulumi would take them for drift.
    resourceRules: Object.entries(WORKLOADS).map(([group, resources]) => ({
      apiGroups: [group],
      apiVersions: ["*"],
      operations: ["CREATE", "UPDATE"],
      resources,
      scope: "*",
    })),
    expression: `object.metadata.namespace != '${CONTROLLER_NAMESPACE}' || !(${uses}) || (${tracked})`,
    message:
      `Only what the Application ${application.name} deploys may run as ${accounts.join(" or ")}: their rights reach beyond the ` +
      "environment. Leave out serviceAccountName, or name a ServiceAccount of your own.",
  });
}
