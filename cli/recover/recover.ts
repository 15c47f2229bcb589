import type { PlatformInput } from "../../config/schema";
import { UserError } from "../../core/errors";
import { environmentOf } from "../../config/stackConfiguration";
import { readObjects } from "../drift/objects";
import { showRef } from "../../kube/ref";
import { connect } from "../stack/clusters";
import { pulumi, stackConfiguration, type Outcome } from "../stack/pulumi";
import { isOurs, settled, uncertain, underWay, unfinished, type StackState, type Unfinished } from "./state";

/** A backend in a directory keeps attributes beside each file, and does not replace theirs in one step (gocloud.dev). */
const EMPTY =
  "Pulumi can't read the stack's state: it was killed while it wrote the file of attributes beside it, which is empty. " +
  "Delete that file (.pulumi/stacks/<project>/<stack>.json.attrs in the backend's directory), and run this again. " +
  "With ?metadata=skip in PULUMI_BACKEND_URL there is no such file.";

/**
 * Brings the state of a stack in line with its clusters after a `pulumi` was killed: what it has made and could not write
 * down any more is written down, and what it was changing or deleting is looked at. Nothing in a cluster is changed.
 *
 * @returns what was done, a line each
 */
export async function recover(platform: PlatformInput, stack: string, directory: string): Promise<string[]> {
  // Where there is no lock it has nothing to do, and says so by its exit code.
  await pulumi(["cancel", "--yes", "--stack", stack]);
  const state = stateOf(await pulumi(["stack", "export", "--stack", stack]));
  if (underWay(state).length === 0) return ["Nothing was under way."];
  const made = await madeAlready(platform, stack, directory, unfinished(state));
  const urns = new Set(made.map(({ urn }) => urn));
  await must(["stack", "import", "--stack", stack], JSON.stringify(settled(state, urns)));
  await look(stack, uncertain(state, urns));
  return [
    ...made.map(({ object }) => `${showRef(object)} was made, and is in the stack's state now.`),
    `${underWay(state).length} operations were under way; the state says now how far they came.`,
  ];
}

/** The state that `pulumi stack export` answered. */
export function stateOf(exported: Outcome): StackState {
  if (exported.code !== 0 && exported.stderr.includes("failed to load checkpoint: EOF")) throw new UserError(EMPTY);
  return JSON.parse(succeeded("stack export", exported)) as StackState;
}

async function madeAlready(
  platform: PlatformInput,
  stack: string,
  directory: string,
  candidates: readonly Unfinished[],
): Promise<Unfinished[]> {
  if (candidates.length === 0) return [];
  const clusters = await connect(environmentOf(platform, stack, await stackConfiguration(stack), directory));
  const found = await Promise.all(
    (["hub", "target"] as const).map(async (cluster) => {
      const there = candidates.filter(({ provider }) => (provider === "hub" ? "hub" : "target") === cluster);
      const live = await readObjects(
        clusters[cluster],
        there.map(({ object }) => object),
      ).catch((error: Error) => {
        throw unreadable(cluster, error);
      });
      return there.filter(({ urn }, index) => live[index] !== undefined && isOurs(live[index], urn));
    }),
  );
  return found.flat();
}

/** Why nothing is written down: what is not known to be there would be forgotten. */
export function unreadable(cluster: "hub" | "target", { message }: Error): UserError {
  return new UserError(`What was made can't be told, for the ${cluster} cluster can't be read: ${message}`);
}

/** Has Pulumi read resources as they are; those that are gone leave the state. */
async function look(stack: string, urns: readonly string[]): Promise<void> {
  if (urns.length === 0) return;
  const targets = urns.flatMap((urn) => ["--target", urn]);
  await must(["refresh", "--yes", "--skip-preview", "--non-interactive", "--stack", stack, ...targets]);
}

async function must(args: readonly string[], input?: string): Promise<string> {
  return succeeded(args.slice(0, 2).join(" "), await pulumi(args, { input }));
}

function succeeded(what: string, { code, stdout, stderr }: Outcome): string {
  if (code !== 0) throw new UserError(`pulumi ${what} failed:\n${stderr.trim() || stdout.trim()}`);
  return stdout;
}
