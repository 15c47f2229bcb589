import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { PROJECT } from "../../../config/stackfile";
import type { ClusterName, Layout } from "../state/layout";
import { readJson } from "../state/files";
import { pulumiEnvironment } from "./environment";
import { removeStaleLocks } from "./locks";
import { endOrphans } from "./orphans";
import type { PulumiOptions } from "./run";

const LIMIT_MS = 5 * 60_000;

interface State {
  checkpoint?: { latest?: { pending_operations?: unknown[] } };
}

/** Does what a user does by `npm run recover`, where an earlier start was killed; tells whether there was need. */
export async function recoverStack(
  stack: ClusterName,
  { layout, toolchain, signal }: Omit<PulumiOptions, "input" | "onOutput">,
): Promise<boolean> {
  removeStaleLocks(layout);
  endOrphans(layout);
  if (!isInterrupted(layout, stack)) return false;
  const script = join(layout.checkout, "cli", "main.ts");
  await promisify(execFile)(process.execPath, ["-r", "ts-node/register/transpile-only", script, "recover", stack], {
    cwd: layout.checkout,
    env: pulumiEnvironment(layout, toolchain.binDir, process.env),
    timeout: LIMIT_MS,
    signal,
  });
  return true;
}

function isInterrupted(layout: Layout, stack: string): boolean {
  const state = readJson<State>(join(layout.pulumiState, ".pulumi", "stacks", PROJECT, `${stack}.json`));
  return (state?.checkpoint?.latest?.pending_operations ?? []).length > 0;
}
