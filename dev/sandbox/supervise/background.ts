import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../core/errors";
import type { Layout } from "../state/layout";
import { requestDaemon, type DaemonStatus } from "./control";
import { reap } from "./reap";
import { livingProcesses, ProcessTable } from "./table";
import { until } from "../../../core/until";

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 60_000;

/** What the background process says; nothing when it does not run. */
export function daemonStatus(layout: Layout): Promise<DaemonStatus | undefined> {
  return requestDaemon(layout.control, "GET", "/status");
}

/** Lets the background process read the sandbox's files and start what is missing. */
export async function applyPlan(layout: Layout): Promise<void> {
  await requestDaemon(layout.control, "POST", "/apply", STOP_LIMIT_MS);
}

/** Ends a process of the sandbox until it is resumed, or resumes it. Nothing when the background process does not run. */
export function haltOrResume(layout: Layout, what: "halt" | "resume", name: string): Promise<DaemonStatus | undefined> {
  return requestDaemon(layout.control, "POST", `/${what}?${encodeURIComponent(name)}`, STOP_LIMIT_MS);
}

/** Starts the background process, detached from this one and its terminal. */
export async function startDaemon(layout: Layout, signal?: AbortSignal): Promise<void> {
  const log = layout.log("daemon");
  const out = openSync(log, "a", 0o600);
  const script = join(layout.checkout, "dev", "sandbox", "daemon.ts");
  const child = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", script], {
    cwd: layout.checkout,
    detached: true,
    stdio: ["ignore", out, out],
    env: { ...process.env, AGENTGATEWAY_SANDBOX_DIR: layout.root },
  });
  closeSync(out);
  let ended: string | undefined;
  child.once("error", (error) => (ended = error.message));
  child.once("exit", (code, by) => (ended = by ? `ended by ${by}` : `exited with code ${code}`));
  // Known before it can start anything, so that an interruption in this moment finds it.
  if (child.pid !== undefined) new ProcessTable(layout.processes, layout.marker).add("daemon", child.pid, false);
  child.unref();
  const up = await until(
    async () => ended !== undefined || (await daemonStatus(layout)) !== undefined,
    START_LIMIT_MS,
    50,
    signal,
  );
  if (!up)
    throw new UserError(`the background process did not answer within ${START_LIMIT_MS / 1000} s; its log is ${log}`);
  if (ended !== undefined) throw new UserError(`the background process ${ended}; its log is ${log}`);
}

/**
 * Ends the background process and everything it started, gracefully first, and makes sure that nothing is left, also
 * when it was killed before and could not clean up. Returns the names of leftovers that had to be ended from outside.
 */
export async function stopDaemon(layout: Layout): Promise<{ wasRunning: boolean; leftovers: string[] }> {
  let wasRunning = false;
  try {
    wasRunning = (await requestDaemon(layout.control, "POST", "/stop", STOP_LIMIT_MS)) !== undefined;
    if (wasRunning) await until(async () => (await daemonStatus(layout)) === undefined, 5_000, 50);
  } catch {
    // It hangs or fails: the table of processes does not need it.
  }
  // A daemon that answered ends by itself in a moment; that is no leftover.
  if (wasRunning) await until(() => livingProcesses(layout.processes).length === 0, 2_000, 50);
  return { wasRunning, leftovers: await reap(layout.processes) };
}
