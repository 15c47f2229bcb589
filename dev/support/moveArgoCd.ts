import { copyFileSync, globSync } from "node:fs";
import { basename, join } from "node:path";
import type { Checkout } from "./checkout";
import { assertCode } from "./shell";

/** The processes of the sandbox's Argo CD that know a cluster, and the one that remembers what they saw. */
const PROCESSES = ["redis", "application-controller", "server"].map((name) => `argocd/${name}`);

/** Has the processes of the sandbox's Argo CD work for the Argo CD of another cluster: the sandbox has them once. */
export async function moveArgoCd(checkout: Checkout, cluster: string): Promise<void> {
  for (const name of PROCESSES) assertCode(await checkout.npm("sandbox", "halt", name), 0);
  const clusters = join(checkout.sandbox, "clusters");
  const kubeconfigs = globSync(join(clusters, cluster, "*argocd*.kubeconfig"));
  if (kubeconfigs.length === 0) throw new Error(`${cluster} has no kubeconfig of Argo CD`);
  for (const file of kubeconfigs) copyFileSync(file, join(clusters, "dev", basename(file)));
  for (const name of PROCESSES) assertCode(await checkout.npm("sandbox", "resume", name), 0);
}
