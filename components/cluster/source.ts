import { UserError } from "../../core/errors";
import type { Environment } from "../../config/schema";
import { SecretValue } from "../../core/secret";
import { inClusterKubeconfig } from "../../kube/inCluster";
import { IN_CLUSTER, type KubeconfigSource } from "./spec";

/** Reads an output of another stack; nothing where it has none of that name. */
export type ReadOutput = (source: { stack: string; output: string }) => Promise<unknown>;

interface Sourced {
  kubeconfig?: SecretValue;
  kubeconfigFrom?: KubeconfigSource;
}

/** An environment with the kubeconfigs that other stacks export, where it has none of its own. */
export async function withExportedKubeconfigs(environment: Environment, read: ReadOutput): Promise<Environment> {
  const { cluster, argocd } = environment;
  const [ofCluster, ofHub] = await Promise.all([
    kubeconfigOf(cluster, "cluster", read),
    environment.delivery === "gitops" && argocd.mode === "existing"
      ? kubeconfigOf(argocd, "argocd", read)
      : argocd.kubeconfig,
  ]);
  const own = { ...cluster, kubeconfig: ofCluster };
  const hub = { ...argocd, kubeconfig: ofHub };
  if (!isHubs(environment)) return { ...environment, cluster: own, argocd: hub };
  // In Argo CD's own cluster, the way to one is that to the other.
  const { kubeconfig: toCluster, context: ofTarget } = ofCluster === undefined ? hub : own;
  const { kubeconfig: toHub, context: ofArgoCd } = ofHub === undefined ? own : hub;
  return {
    ...environment,
    cluster: { ...own, kubeconfig: toCluster, context: ofTarget },
    argocd: { ...hub, kubeconfig: toHub, context: ofArgoCd },
  };
}

/** Whether an environment runs in the cluster of an Argo CD that it has not installed. */
export function isHubs({ delivery, argocd, cluster }: Pick<Environment, "delivery" | "argocd" | "cluster">): boolean {
  return delivery === "gitops" && argocd.mode === "existing" && cluster.name === IN_CLUSTER;
}

async function kubeconfigOf(
  { kubeconfig, kubeconfigFrom }: Sourced,
  of: string,
  read: ReadOutput,
): Promise<SecretValue | undefined> {
  if (kubeconfig !== undefined || kubeconfigFrom === undefined) return kubeconfig;
  const { stack, output } = kubeconfigFrom;
  if (stack === undefined) return ofPod(`${of}.kubeconfigFrom.inCluster`);
  const value = await read({ stack, output });
  if (value === undefined || value === null) {
    throw new UserError("The kubeconfig can't be used:", [
      {
        path: `${of}.kubeconfigFrom`,
        problem: `the stack ${stack} has no output "${output}"`,
        remedy: "Run `pulumi up` of that stack first, or name another output.",
      },
    ]);
  }
  // Some providers of clusters export it as an object; JSON is YAML too.
  return new SecretValue(typeof value === "string" ? value : JSON.stringify(value));
}

function ofPod(path: string): SecretValue {
  const kubeconfig = inClusterKubeconfig();
  if (typeof kubeconfig !== "string") throw new UserError("The kubeconfig can't be used:", [{ path, ...kubeconfig }]);
  return new SecretValue(kubeconfig);
}
