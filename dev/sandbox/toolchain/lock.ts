/** A lock file with its owner in it: held by one process at a time, and never left behind by one that died. */
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../../core/errors";
import { isAlive, self, type Owner } from "./owner";

/** How to wait for a lock that another process holds. */
export interface LockOptions {
  /** How long to wait before giving up. */
  limitMs: number;
  /** Called once when the wait begins. */
  onWait: (owner: Owner) => void;
  signal?: AbortSignal;
  pollMs?: number;
}

let attempts = 0;

/** Runs `work` while holding the lock. */
export async function withLock<T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  await acquire(path, options);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

async function acquire(path: string, { limitMs, onWait, signal, pollMs = 500 }: LockOptions): Promise<void> {
  const deadline = performance.now() + limitMs;
  let told = false;
  while (!take(path)) {
    const owner = ownerOf(path);
    if (!owner) continue;
    if (!isAlive(owner)) {
      removeStale(path, owner);
      await sleep(10, undefined, { signal });
      continue;
    }
    if (!told) onWait(owner);
    told = true;
    if (performance.now() > deadline) {
      throw new UserError(
        `process ${owner.pid} has held ${path} for more than ${Math.round(limitMs / 60_000)} minutes: ` +
          "look at what it does, end it if it hangs, and try again",
      );
    }
    await sleep(pollMs, undefined, { signal });
  }
}

/** Puts the lock file there in one step with its content, so that nobody ever reads an empty one. */
function take(path: string): boolean {
  const own = `${path}.${process.pid}.${attempts++}`;
  writeFileSync(own, JSON.stringify(self()));
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

/** The owner in a lock file; nothing when it was released meanwhile. */
function ownerOf(path: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(path, "utf8")) as Partial<Owner>;
    return { pid: owner.pid ?? 0, start: owner.start ?? "unknown" };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    return { pid: -1, start: "unreadable" };
  }
}

/**
 * Removes a dead process's lock. Two waiters may come to the same verdict at once, and the slower must not remove the
 * lock that the faster one took meanwhile: only the holder of a second lock removes, and it looks again before.
 */
function removeStale(path: string, dead: Owner): void {
  const guard = `${path}.removing`;
  if (!take(guard)) {
    const remover = ownerOf(guard);
    if (remover && !isAlive(remover)) rmSync(guard, { force: true });
    return;
  }
  try {
    const now = ownerOf(path);
    if (now?.pid === dead.pid && now.start === dead.start) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}
