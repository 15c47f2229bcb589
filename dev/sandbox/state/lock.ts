/**
 * A lock file with its holder in it: held by one process at a time, and never left behind by one that died.
 *
 * Our own, because proper-lockfile 4.1.2 does not write down who the holder is: it takes one for dead when its lock has
 * not been touched for a while (two seconds at least), which a machine that was suspended makes of a living one too.
 */
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isAlive, processIdentity } from "../supervise/identity";
import { until } from "../../../core/until";

/** Who holds a lock. */
export interface Holder {
  readonly pid: number;
  readonly identity: string;
}

/** How to wait for a lock that another process holds. */
export interface LockOptions {
  limitMs: number;
  /** Called once when there is somebody to wait for. */
  onWait: (pid: number) => void;
  /** What is thrown when the time is over. */
  tooLong?: (pid: number) => Error;
  signal?: AbortSignal;
  pollMs?: number;
}

let attempts = 0;

/** Takes a lock that only one process can have. Returns the function that gives it back. */
export async function takeLock(path: string, options: LockOptions): Promise<() => void> {
  const { limitMs, onWait, tooLong = (pid) => new Error(`${path} is still held by process ${pid}`) } = options;
  let waitedFor: number | undefined;
  const taken = await until(
    () => {
      if (put(path) || (removeStale(path) && put(path))) return true;
      const pid = lockHolder(path)?.pid;
      if (pid !== undefined && waitedFor === undefined) onWait(pid);
      waitedFor = pid ?? waitedFor;
      return false;
    },
    limitMs,
    options.pollMs ?? 100,
    options.signal,
  );
  if (!taken) throw tooLong(waitedFor!);
  return () => rmSync(path, { force: true });
}

/** The living process that has the lock. */
export function lockHolder(path: string): Holder | undefined {
  const state = stateOf(path);
  return typeof state === "object" ? state : undefined;
}

function stateOf(path: string): Holder | "free" | "stale" {
  try {
    const holder = JSON.parse(readFileSync(path, "utf8")) as Partial<Holder>;
    return holder.identity && isAlive(holder.pid!, holder.identity) ? (holder as Holder) : "stale";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "free" : "stale";
  }
}

/** Puts the lock file there in one step with its content, so that nobody ever reads an empty one. */
function put(path: string): boolean {
  const own = `${path}.${process.pid}.${attempts++}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) }), { mode: 0o600 });
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Removes a dead process's lock; returns whether the lock is free. Two waiters may come to the same verdict at once, and
 * the slower must not remove the lock that the faster one took meanwhile: only the holder of a second lock removes, and
 * it looks again before.
 */
function removeStale(path: string): boolean {
  if (stateOf(path) !== "stale") return false;
  const guard = `${path}.removing`;
  if (!put(guard)) {
    if (stateOf(guard) === "stale") rmSync(guard, { force: true });
    return false;
  }
  try {
    if (stateOf(path) === "stale") rmSync(path, { force: true });
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}
