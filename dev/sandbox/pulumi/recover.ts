import execa from "execa";
import { join } from "node:path";
import { UserError } from "../../../core/errors";
import { PROJECT } from "../../../config/stackfile";
import type { ClusterName, Layout } from "../state/layout";
import { readJson } from "../state/files";
import { pulumiEnvironment, type PulumiOptions } from "./environment";
import { removeStaleLocks } from "./locks";
import { endOrphans } from "./orphans";

const LIMIT_MS = 5 * 60_000;

interface State {
  checkpoint?: { latest?: { pending_operations?: unknown[] } };
}

/** Runs `npm run recover` where an earlier start was killed; returns whether one was. */
export async function recoverStack(stack: ClusterName, { layout, toolchain, signal }: PulumiOptions): Promise<boolean> {
  removeStaleLocks(layout);
  endOrphans(layout);
  if (!isInterrupted(layout, stack)) return false;
  const script = join(layout.checkout, "cli", "main.ts");
  const recovery = execa(process.execPath, ["-r", "ts-node/register/transpile-only", script, "recover", stack], {
    cwd: layout.checkout,
    env: pulumiEnvironment(layout, toolchain.binDir, process.env),
    extendEnv: false,
    stdin: "ignore",
    timeout: LIMIT_MS,
    reject: false,
  });
  const end = () => void recovery.kill("SIGTERM");
  signal.addEventListener("abort", end);
  const { failed, timedOut, stderr } = await recovery.finally(() => signal.removeEventListener("abort", end));
  signal.throwIfAborted();
  if (timedOut) throw new UserError(`npm run recover -- ${stack} did not end within ${LIMIT_MS / 60_000} minutes.`);
  if (failed) throw new UserError(`npm run recover -- ${stack} failed:\n${stderr}`);
  return true;
}

function isInterrupted(layout: Layout, stack: string): boolean {
  const state = readJson<State>(join(layout.pulumiState, ".pulumi", "stacks", PROJECT, `${stack}.json`));
  return (state?.checkpoint?.latest?.pending_operations ?? []).length > 0;
}
