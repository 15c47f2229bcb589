import { UserError } from "../core/errors";
import { until } from "../core/until";

/** Seconds between two polls: few at first, when nothing may be left to be done. */
const INTERVAL = { first: 0.2, later: 1, firstFor: 5 };
/** Seconds for which something may be broken: longer, and it is no passing trouble. */
const PATIENCE = 60;

/** The health of something that is waited for. */
export interface Health {
  name: string;
  /** It is as desired, and works. */
  deployed: boolean;
  /** Something is in the way that time alone will not change. */
  broken: boolean;
  /** The state in a line: where it is not deployed, with every reason that is known. */
  state: string;
}

/** What is waited for. */
export interface WaitTarget {
  /** It, in the plural: "Applications". */
  what: string;
  /** Reads the health of all of it. */
  poll: () => Promise<readonly Health[]>;
  /** Does something about what is not deployed yet. */
  act?: (open: readonly Health[]) => Promise<void>;
  /** Those that are shown. Default: all that are not deployed. */
  visible?: (open: readonly Health[]) => readonly Health[];
  /** What has not been possible while these are broken: "Argo CD has not been able to compare …". */
  broken: (healths: readonly Health[]) => string;
  /** Who reports a failure: "Argo CD says". */
  reportedBy: string;
}

export interface WaitOptions {
  /** Seconds until all must be deployed. */
  timeoutSeconds: number;
  /** Called each time the state changes. */
  log: (message: string) => void;
  /** Seconds between two polls. Default: 0.2, after 5 seconds 1. */
  intervalSeconds?: number;
}

/**
 * Waits until all is deployed.
 *
 * @throws UserError that says of all that is not deployed why
 */
export async function untilAll(
  { what, poll, act, visible = (open) => open, broken, reportedBy }: WaitTarget,
  { timeoutSeconds, log, intervalSeconds }: WaitOptions,
): Promise<void> {
  const began = performance.now();
  let brokenSince: number | undefined;
  let last = "";
  const done = async () => {
    const all = await poll();
    const open = all.filter(({ deployed }) => !deployed);
    if (open.length === 0) return true;
    const state = inALine(visible(open));
    if (state !== last) log(`waiting for ${open.length} of ${all.length} ${what}: ${state}`);
    last = state;
    const inTheWay = open.filter((each) => each.broken);
    brokenSince = inTheWay.length > 0 ? (brokenSince ?? performance.now()) : undefined;
    if (brokenSince !== undefined && secondsSince(brokenSince) > PATIENCE)
      throw failure(open, `For ${PATIENCE} s ${broken(inTheWay)}`, reportedBy);
    if (secondsSince(began) > timeoutSeconds)
      throw failure(open, `After ${timeoutSeconds} s the environment is not deployed`, reportedBy);
    await act?.(open);
    return false;
  };
  const usual = () => (secondsSince(began) < INTERVAL.firstFor ? INTERVAL.first : INTERVAL.later);
  await until(done, Infinity, () => (intervalSeconds ?? usual()) * 1000);
}

/** Of what can't be read: an API server that does not answer may be back in a moment, so it is no failure yet. */
export function unreadable(name: string, error: unknown): Health {
  return { name, deployed: false, broken: true, state: `can't be read: ${(error as Error).message}` };
}

/** Seconds that have passed since a moment of `performance.now()`, which goes on evenly where a clock is set. */
export function secondsSince(moment: number): number {
  return (performance.now() - moment) / 1000;
}

/** Shown as a status, which is one line. */
function inALine(healths: readonly Health[]): string {
  return healths.map(({ name, state }) => `${name} (${state})`).join(", ");
}

function failure(open: readonly Health[], what: string, reportedBy: string): UserError {
  return new UserError(
    `${what}. What ${reportedBy}:`,
    open.map(({ name, state }) => ({ path: name, problem: state })),
  );
}
