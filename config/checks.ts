import { IN_CLUSTER } from "../components/cluster/spec";
import { environmentSecrets } from "../components/environment";
import { llmFaults } from "../components/llm/checks";
import type { Fault } from "./errors";
import type { Environment } from "./schema";

/** Rules between the parts of an environment, which no part's schema can check alone. */
export function crossChecks(environment: Environment): Fault[] {
  return [...clusterRole(environment), ...llmFaults(environment.llmProviders)];
}

/** An Argo CD of one's own runs beside what it deploys; a hub's runs elsewhere. */
function clusterRole({ argocd, cluster }: Environment): Fault[] {
  const inCluster = cluster.name === IN_CLUSTER;
  if (argocd.mode === "own" && !inCluster) {
    return [
      {
        path: "cluster.name",
        problem: `is "${cluster.name}", yet this stack's own Argo CD runs in it`,
        remedy: "Leave it out, or set argocd.mode to hub.",
      },
    ];
  }
  if (argocd.mode === "hub" && inCluster) {
    return [
      { path: "cluster.name", problem: "is missing", remedy: "Name the cluster, as the hub's Argo CD shall know it." },
    ];
  }
  return [];
}

/** Each credential that a deployed environment needs and does not have. */
export function missingCredentials(environment: Environment): Fault[] {
  return environmentSecrets(environment)
    .flatMap(({ entries }) => entries)
    .filter(({ required, value }) => required && value === undefined)
    .map(({ path }) => missingSecret(path, environment.name));
}

/** Each secret that it takes to deploy an environment, where describing it can do without. */
export function missingSecrets(environment: Environment): Fault[] {
  const faults = missingCredentials(environment);
  if (environment.cluster.kubeconfig === undefined) faults.push(missingSecret("cluster.kubeconfig", environment.name));
  if (environment.argocd.mode === "hub" && environment.argocd.kubeconfig === undefined) {
    faults.push(missingSecret("argocd.kubeconfig", environment.name));
  }
  return faults;
}

/** The fault of a secret that isn't there. */
function missingSecret(path: string, stack: string): Fault {
  return {
    path,
    problem: "is missing",
    remedy: `Set it with: pulumi config set --secret --path '${path}' --stack ${stack}`,
  };
}
