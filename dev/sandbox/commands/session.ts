import { bringUp } from "../infrastructure";
import { configureStacks } from "../pulumi/configure";
import { createDirectories, type ClusterName, type Layout } from "../state/layout";
import { takeLock } from "../state/lock";
import type { Sandbox } from "../state/sandbox";
import { daemonStatus, stopDaemon } from "../supervise/background";
import { interruptible } from "../terminal/interrupt";
import type { Progress } from "../terminal/progress";
import { ensureToolchain, type Toolchain } from "../toolchain";

const LOCK_LIMIT_MS = 30 * 60_000;

/** What a command that brings the sandbox up works with: the stacks of its clusters are configured. */
export interface Session {
  readonly sandbox: Sandbox;
  readonly toolchain: Toolchain;
  readonly signal: AbortSignal;
}

/**
 * Brings the infrastructure up and lets a command go on from there. Only one such command runs at a time; and when the
 * command is interrupted, or the infrastructure does not come up, everything that this run had started ends again. A
 * command that fails later leaves it running, so that one can look at it.
 */
export async function withSandbox(
  layout: Layout,
  clusters: readonly ClusterName[],
  progress: Progress,
  body: (session: Session) => Promise<void>,
): Promise<void> {
  const signal = interruptible();
  createDirectories(layout);
  const release = await takeLock(layout.startLock, {
    limitMs: LOCK_LIMIT_MS,
    onWait: (pid) => progress.step(`another start is running (pid ${pid}); waiting for it to end`),
    signal,
  });
  try {
    const wasRunning = (await daemonStatus(layout)) !== undefined;
    let isUp = false;
    try {
      const toolchain = await toolchainFor(progress, signal);
      let configured = Promise.resolve();
      const sandbox = await bringUp(layout, toolchain, clusters, progress, signal, (started) => {
        progress.step(`configuring the stacks of ${clusters.join(", ")}`);
        configured = configureStacks(layout, started, toolchain, clusters, signal);
        configured.catch(() => undefined); // Whoever waits for it gets the error.
      });
      isUp = true;
      await configured;
      await body({ sandbox, toolchain, signal });
      signal.throwIfAborted();
    } catch (error) {
      if (!wasRunning && (signal.aborted || !isUp)) {
        progress.step("ending what was started");
        await stopDaemon(layout);
      }
      throw signal.aborted ? signal.reason : error;
    }
  } finally {
    release();
  }
}

async function toolchainFor(progress: Progress, signal: AbortSignal): Promise<Toolchain> {
  progress.step("toolchain: looking for what is on this machine already");
  try {
    return await ensureToolchain({ signal, log: (line) => progress.note(line) });
  } catch (error) {
    if (signal.aborted) progress.note("what was compiled is kept, so the next run goes on from here");
    throw error;
  }
}
