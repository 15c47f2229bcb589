import { loadCheckout } from "../../config/checkout";
import { environmentOf } from "../../config/stackConfiguration";
import { UserError } from "../../core/errors";
import { report } from "../../core/report";
import { delay } from "../../core/until";
import { platform } from "../../platform";
import { accessErrors, connect } from "../stack/clusters";
import { stackConfiguration } from "../stack/pulumi";
import { assertGate, EXIT, failureOf, timeoutOf } from "./gate";
import { lookAt } from "./read";
import { move, plan, type MoveOptions } from "./script";
import { waitForSoak, type Gate } from "./wait";

/** As they come from the command line; the timeout in minutes. */
export type PromoteOptions = MoveOptions & { timeout?: number };

const CLOCK = { now: () => performance.now() / 1000, sleep: (seconds: number) => delay(seconds * 1000) };

/** `npm run promote`. */
export async function promote(target: string, { timeout, ...options }: PromoteOptions): Promise<void> {
  const directory = process.cwd();
  // What can be refused is refused before anything is waited for.
  const planned = plan(directory, target, { ...options, dryRun: false });
  if (planned === undefined) return exitWith(1);
  const { source, commit, moves, text } = planned;
  if (!moves) return console.log(text);
  const ended = await pass(directory, { target, source, commit, timeout });
  if (ended !== 0) return exitWith(ended);
  // The plan was made of this commit, after the check of its tree.
  if (!move(directory, target, { ...options, commit, checked: commit })) exitWith(1);
}

/** Waits for the environment of the branch before, and returns the exit code: 0 where it has passed. */
async function pass(
  directory: string,
  { target, source, commit, timeout }: { target: string; source: string; commit: string; timeout?: number },
): Promise<number> {
  assertGate(loadCheckout(platform, directory), source, target);
  const environment = environmentOf(platform, source, await stackConfiguration(source), directory);
  const { soakSeconds } = environment.automation;
  const timeoutSeconds = timeoutOf(source, soakSeconds, timeout);
  const clusters = await connect(environment);
  const errors = await accessErrors(clusters);
  if (errors.length > 0) throw new UserError(`The clusters of ${source} can't be read:`, errors);
  const gate: Gate = { environment: source, target, commit, soakSeconds, timeoutSeconds };
  const outcome = await waitForSoak(gate, lookAt(environment, clusters.hub, directory, commit), console.log, CLOCK);
  if (outcome.ended === "passed") return 0;
  report(failureOf(gate, outcome));
  return EXIT[outcome.ended];
}

function exitWith(code: number): void {
  process.exitCode = code;
}
