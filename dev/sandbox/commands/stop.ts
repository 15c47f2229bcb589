import { chmodSync, existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../core/errors";
import { endOrphans } from "../pulumi/orphans";
import type { Layout } from "../state/layout";
import { lockHolder } from "../state/lock";
import { stopDaemon } from "../supervise/background";
import { sendSignal } from "../supervise/reap";
import { until } from "../../../core/until";
import type { Progress } from "../terminal/progress";

const INTERRUPT_LIMIT_MS = 60_000;

/** `stop`: ends everything that `start` began, in order; its data stays. */
export async function stop(layout: Layout, progress: Progress): Promise<void> {
  const starting = lockHolder(layout.startLock);
  if (starting !== undefined) {
    progress.step(`a start is running (pid ${starting.pid}); interrupting it`);
    sendSignal(starting.pid, "SIGTERM");
    await until(() => lockHolder(layout.startLock) === undefined, INTERRUPT_LIMIT_MS);
  }
  endOrphans(layout);
  const { wasRunning, leftovers } = await stopDaemon(layout);
  if (leftovers.length > 0) progress.note(`ended from outside: ${leftovers.join(", ")}`);
  progress.step(wasRunning || leftovers.length > 0 ? "stopped; its data is kept" : "nothing was running");
}

/** `reset`: stops everything and forgets the sandbox. */
export async function reset(layout: Layout, progress: Progress): Promise<void> {
  if (!existsSync(layout.root)) return progress.step(`there is nothing at ${layout.root}`);
  if (!existsSync(layout.marker)) {
    throw new UserError(
      `${layout.root} is not a directory of this sandbox (${layout.marker} is missing), so it is left alone`,
    );
  }
  await stop(layout, progress);
  makeDeletable(layout.argocd);
  rmSync(layout.root, { recursive: true, force: true, maxRetries: 3 });
  if (layout.sockets !== layout.root) rmSync(layout.sockets, { recursive: true, force: true });
  progress.step(`deleted ${layout.root}`);
}

/** Argo CD keeps its clones in directories that even their owner can't list. */
function makeDeletable(directory: string): void {
  if (!existsSync(directory)) return;
  chmodSync(directory, 0o700);
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (lstatSync(path).isDirectory()) makeDeletable(path);
  }
}
