import { rmSync, writeFileSync } from "node:fs";
import { isAlive, processIdentity } from "../supervise/identity";
import { until } from "../supervise/wait";
import { readJson } from "./files";

/** Who holds a lock. */
export interface Holder {
  readonly pid: number;
  readonly identity: string;
}

/**
 * Takes a lock that only one process can have. A lock whose process is gone is free. `waiting` is called once when
 * there is somebody to wait for. Returns the function that gives it back.
 */
export async function takeLock(
  path: string,
  limitMs: number,
  waiting: (pid: number) => void,
  signal?: AbortSignal,
): Promise<() => void> {
  let announced = false;
  const taken = await until(
    () => {
      if (tryTake(path)) return true;
      const holder = lockHolder(path);
      if (holder === undefined) {
        rmSync(path, { force: true });
      } else if (!announced) {
        announced = true;
        waiting(holder.pid);
      }
      return false;
    },
    limitMs,
    100,
    signal,
  );
  if (!taken) throw new Error(`${path} is still held by process ${lockHolder(path)?.pid}`);
  return () => rmSync(path, { force: true });
}

/** The living process that has the lock. */
export function lockHolder(path: string): Holder | undefined {
  try {
    const holder = readJson<Holder>(path);
    return holder && isAlive(holder.pid, holder.identity) ? holder : undefined;
  } catch {
    return undefined; // Half-written by a process that ended in that moment.
  }
}

function tryTake(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) }), {
      flag: "wx",
      mode: 0o600,
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
