import { versions } from "../../components/versions";
import { createChartRepository } from "./charts/repository";
import { createCredentials, writeKubeconfig } from "./cluster/credentials";
import { clusterReady } from "./cluster/ready";
import { createGatewayApi, createRepository } from "./git/repositories";
import { writePrograms } from "./programs";
import type { ClusterName, Layout } from "./state/layout";
import { checkPorts } from "./state/ports";
import { openSandbox, readSandbox, type Sandbox } from "./state/sandbox";
import { applyPlan, daemonStatus, startDaemon } from "./supervise/background";
import { reap } from "./supervise/reap";
import type { Progress } from "./terminal/progress";
import type { Toolchain } from "./toolchain";

/**
 * Makes and starts everything below the Pulumi program: clusters, Git, charts, and the processes that wait for it.
 *
 * @param meanwhile called once all has been started, when there is nothing to do but to wait until it is ready
 */
export async function bringUp(
  layout: Layout,
  toolchain: Toolchain,
  clusters: readonly ClusterName[],
  progress: Progress,
  signal: AbortSignal,
  meanwhile: (sandbox: Sandbox) => void,
): Promise<Sandbox> {
  const before = readSandbox(layout)?.ports ?? {};
  const sandbox = await openSandbox(layout, clusters);
  for (const name of sandbox.clusters) {
    await createCredentials(layout, name, sandbox.ports[`${name}/kube-apiserver`]!, sandbox.argocdNamespace);
  }
  writeKubeconfig(layout, sandbox);
  await createRepository(layout);
  await createGatewayApi(layout, toolchain.assets.gatewayApiCrds, versions.gatewayApi);
  await createChartRepository(layout, {
    helm: toolchain.bin.helm,
    directory: toolchain.assets.agentgatewayCharts,
    charts: ["agentgateway", "agentgateway-crds"],
    version: versions.agentgateway,
  });
  writePrograms(layout, toolchain);
  signal.throwIfAborted();

  if ((await daemonStatus(layout)) === undefined) {
    const leftovers = await reap(layout.processes);
    if (leftovers.length > 0) progress.note(`ended what an earlier run had left: ${leftovers.join(", ")}`);
    await checkPorts(sandbox.ports);
    progress.step(`starting the processes of ${sandbox.clusters.join(", ")}`);
    await startDaemon(layout, signal);
  } else {
    await checkPorts(Object.fromEntries(Object.entries(sandbox.ports).filter(([purpose]) => !(purpose in before))));
    await applyPlan(layout);
  }
  meanwhile(sandbox);
  await Promise.all(sandbox.clusters.map((name) => clusterReady(layout, sandbox, name, signal)));
  progress.step(`${sandbox.clusters.join(", ")}: API server ready, node Ready`);
  return sandbox;
}
