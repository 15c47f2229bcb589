import type { PlatformInput } from "../../config/schema";
import { UserError } from "../../core/errors";
import { isOfHub } from "../../components/cluster/providerNames";
import { environmentOf } from "../../config/stackConfiguration";
import { asClusterError } from "../../kube/problem";
import { showRef } from "../../kube/ref";
import { connect } from "../stack/clusters";
import { openStack } from "../stack/automation";
import { stackConfiguration } from "../stack/pulumi";
import { mustPulumi, pulumi, PulumiError, succeeded, type Outcome } from "../stack/run";
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
  const opened = await openStack(stack);
  await opened.cancel().catch(unlessUnlocked);
  // Export and import of the API decrypt the state, and write it to a file that others can read (docs/adr/0016-automation-api.md).
  const state = stateOf(await pulumi(["stack", "export", "--stack", stack]));
  if (underWay(state).length === 0) return ["Nothing was under way."];
  const created = await alreadyCreated(platform, stack, directory, unfinished(state));
  const urns = new Set(created.map(({ urn }) => urn));
  await mustPulumi(["stack", "import", "--stack", stack], { input: JSON.stringify(settled(state, urns)) });
  const target = uncertain(state, urns);
  // Pulumi reads these resources as they are; those that are gone leave the state.
  if (target.length > 0) await opened.refresh({ target });
  return [
    ...created.map(({ object }) => `${showRef(object)} was made, and is in the stack's state now.`),
    `${underWay(state).length} operations were under way; the state says now how far they came.`,
  ];
}

/** The state that `pulumi stack export` answered. */
export function stateOf(exported: Outcome): StackState {
  if (exported.code !== 0 && exported.stderr.includes("failed to load checkpoint: EOF")) throw new UserError(EMPTY);
  return JSON.parse(succeeded("stack export", exported)) as StackState;
}

async function alreadyCreated(
  platform: PlatformInput,
  stack: string,
  directory: string,
  candidates: readonly Unfinished[],
): Promise<Unfinished[]> {
  if (candidates.length === 0) return [];
  const clusters = await connect(environmentOf(platform, stack, await stackConfiguration(stack), directory));
  const existing = await Promise.all(
    (["hub", "target"] as const).map(async (cluster) => {
      const there = candidates.filter(({ provider }) => (isOfHub(provider) ? "hub" : "target") === cluster);
      const live = await clusters[cluster].readAll(there.map(({ object }) => object)).catch((error: Error) => {
        throw unreadable(cluster, error);
      });
      return there.filter(({ urn }, index) => live[index] !== undefined && isOurs(live[index], urn));
    }),
  );
  return existing.flat();
}

/** Why nothing is written down: what is not known to be there would be lost from the state. */
export function unreadable(cluster: "hub" | "target", error: Error): UserError {
  const what = `What was created is unknown, because the ${cluster} cluster can't be read:`;
  const known = asClusterError(error);
  return known instanceof UserError && known.errors.length > 0
    ? new UserError(what, known.errors)
    : new UserError(`${what} ${error.message}`);
}

/** Where there is no lock, the CLI has nothing to cancel, and fails. */
function unlessUnlocked(error: unknown): void {
  if (!(error instanceof PulumiError)) throw error;
}
