import { existsSync } from "node:fs";
import { UserError } from "../../../core/errors";
import type { ClusterName, Layout } from "../state/layout";
import type { Sandbox } from "../state/sandbox";
import { daemonStatus } from "../supervise/background";
import type { ProcessStatus } from "../supervise/spec";
import { until } from "../../../core/until";
import { tail } from "../terminal/tail";
import { KubeApi } from "./api";
import { adminAccess } from "./credentials";
import { ensureNode, nodeIsReady } from "./node";

const LIMIT_MS = 180_000;
const CRASH_LOOP_RESTARTS = 4;
const SHOWN_BYTES = 1_500;

/** Waits until a cluster can be used: its API server answers, its node takes pods, its controllers work. */
export async function clusterReady(
  layout: Layout,
  sandbox: Sandbox,
  name: ClusterName,
  signal: AbortSignal,
): Promise<void> {
  const api = new KubeApi(adminAccess(layout, sandbox, name));
  const before = await clusterProcesses(layout, name);
  let missing = "";
  const ready = async (): Promise<boolean> => {
    missing = "its API server (/readyz)";
    if ((await api.exists("/readyz")) !== true) return false;
    missing = "its node to be Ready (kwok)";
    await ensureNode(api);
    if (!(await nodeIsReady(api))) return false;
    missing = "service accounts (kube-controller-manager)";
    return (await api.exists("/api/v1/namespaces/default/serviceaccounts/default")) === true;
  };
  const readyOrCrashing = async (): Promise<boolean> => {
    if (await ready()) return true;
    const crashing = crashLooping(before, await clusterProcesses(layout, name));
    if (crashing !== undefined) throw new UserError(crashReport(layout, name, crashing));
    return false;
  };
  try {
    if (await until(readyOrCrashing, LIMIT_MS, 150, signal)) return;
  } finally {
    api.close();
  }
  throw new UserError(
    `cluster ${name}: waited ${LIMIT_MS / 1000} s for ${missing}; the logs are ${layout.log(`${name}/*`)}`,
  );
}

/** A process that ended again and again since the wait began: to wait longer would not help. */
export function crashLooping(
  before: readonly ProcessStatus[],
  now: readonly ProcessStatus[],
): ProcessStatus | undefined {
  const restarts = (process: ProcessStatus) => before.find(({ name }) => name === process.name)?.restarts ?? 0;
  return now.find((process) => process.restarts - restarts(process) >= CRASH_LOOP_RESTARTS);
}

async function clusterProcesses(layout: Layout, cluster: string): Promise<ProcessStatus[]> {
  const daemon = await daemonStatus(layout);
  if (daemon === undefined) throw new UserError(`the background process ended; its log is ${layout.log("daemon")}`);
  return daemon.processes.filter(({ name }) => name.startsWith(`${cluster}/`));
}

function crashReport(layout: Layout, cluster: string, { name, detail }: ProcessStatus): string {
  const log = layout.log(name);
  return `cluster ${cluster}: ${name} ${detail ?? "ends"} each time it is started. The end of ${log}:\n${existsSync(log) ? tail(log, SHOWN_BYTES) : ""}`;
}
