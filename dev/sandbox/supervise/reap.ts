import { rmSync } from "node:fs";
import { isAlive } from "./identity";
import { livingProcesses, type ProcessRecord } from "./table";
import { until } from "../../../core/until";

const GRACE_MS = 10_000;

/**
 * Ends what a table still lists and removes the table. Returns the names of what had to be ended. Everything gets
 * SIGTERM and a grace period first: etcd and kube-apiserver then leave their files and leases in order.
 */
export async function reap(path: string, graceMs: number = GRACE_MS): Promise<string[]> {
  const left = livingProcesses(path);
  left.forEach((record) => signal(record, "SIGTERM"));
  if (!(await until(() => allGone(left), graceMs))) {
    left.forEach((record) => signal(record, "SIGKILL"));
    if (!(await until(() => allGone(left), 5_000))) {
      const names = left.filter(alive).map((record) => `${record.name} (pid ${record.pid})`);
      throw new Error(`could not end ${names.join(", ")}`);
    }
  }
  rmSync(path, { force: true });
  return left.map((record) => record.name);
}

/** Signals a recorded process, or its whole group, if it is still the same one. */
function signal(record: ProcessRecord, name: NodeJS.Signals): void {
  if (alive(record)) sendSignal(record.group ? -record.pid : record.pid, name);
}

/** `kill` that does not mind when there is nobody left to receive. */
export function sendSignal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function alive(record: ProcessRecord): boolean {
  return isAlive(record.pid, record.identity);
}

function allGone(records: readonly ProcessRecord[]): boolean {
  return !records.some(alive);
}
