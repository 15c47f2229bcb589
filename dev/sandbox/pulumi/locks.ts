import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Layout } from "../state/layout";
import { processIdentity } from "../supervise/identity";

/** Removes locks of updates whose process on this machine is gone: Pulumi leaves them behind when it is killed. */
export function removeStaleLocks(layout: Layout): void {
  const locks = join(layout.pulumiState, ".pulumi", "locks");
  if (!existsSync(locks)) return;
  for (const entry of readdirSync(locks, { recursive: true, encoding: "utf8" })) {
    const file = join(locks, entry);
    if (entry.endsWith(".json") && isStale(readFileSync(file, "utf8"), hostname())) rmSync(file, { force: true });
  }
}

/** Whether a lock's process was one of this machine and runs no more. */
export function isStale(content: string, host: string): boolean {
  try {
    const lock = JSON.parse(content) as { pid?: number; hostname?: string };
    return lock.hostname === host && lock.pid !== undefined && processIdentity(lock.pid) === undefined;
  } catch {
    return false;
  }
}
