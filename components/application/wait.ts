import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../config/errors";
import type { Applications } from "./client";
import { judge, type Verdict } from "./status";

/** Seconds between two looks. */
const INTERVAL = 1;
/** Seconds for which Argo CD may fail to compare an Application with Git: longer, and it is no passing trouble. */
const PATIENCE = 60;
/** Seconds after which Argo CD is asked once more to look at what it could not compare. */
const ASK_AGAIN = 15;

export interface WaitOptions {
  /** Seconds until all must be deployed. */
  timeoutSeconds: number;
  /** Told each time the state changes. */
  log: (message: string) => void;
}

/**
 * Waits until every Application is synced and healthy, as Git is now: Argo CD is told to look at once.
 *
 * @param names the root Application first, then its children
 * @throws UserError that says of each Application that is not deployed what Argo CD says of it
 */
export async function untilDeployed(
  applications: Applications,
  names: readonly string[],
  { timeoutSeconds, log }: WaitOptions,
): Promise<void> {
  const began = Date.now();
  let brokenSince: number | undefined;
  let last = "";
  let askedAt = began;
  await refresh(applications, names);
  for (;;) {
    const open = (await Promise.all(names.map((name) => look(applications, name)))).filter(({ deployed }) => !deployed);
    if (open.length === 0) return;
    // The root waits for the others, so it has nothing to say while they do not work.
    const state = describe(open.length > 1 ? open.filter(({ name }) => name !== names[0]) : open);
    if (state !== last) log(`waiting for ${open.length} of ${names.length} Applications: ${state}`);
    last = state;
    const broken = open.filter((verdict) => verdict.broken);
    brokenSince = broken.length > 0 ? (brokenSince ?? Date.now()) : undefined;
    if (broken.length > 0 && secondsSince(askedAt) > ASK_AGAIN) {
      // By itself Argo CD keeps the first answer for minutes, also where its repo-server was only not ready yet.
      askedAt = Date.now();
      await refresh(
        applications,
        broken.map(({ name }) => name),
      );
    }
    if (brokenSince !== undefined && secondsSince(brokenSince) > PATIENCE)
      throw failure(open, `For ${PATIENCE} s Argo CD has not been able to compare the environment with Git`);
    if (secondsSince(began) > timeoutSeconds)
      throw failure(open, `After ${timeoutSeconds} s the environment is not deployed`);
    await sleep(INTERVAL * 1000);
  }
}

/** Where this fails, the next look will say so. */
async function refresh(applications: Applications, names: readonly string[]): Promise<void> {
  await Promise.allSettled(names.map((name) => applications.refresh(name)));
}

/** An API server that does not answer may be back in a moment, so that is a state and not yet a failure. */
async function look(applications: Applications, name: string): Promise<Verdict> {
  try {
    return judge(name, await applications.read(name));
  } catch (error) {
    return { name, deployed: false, broken: true, state: `can't be read: ${(error as Error).message}` };
  }
}

function secondsSince(moment: number): number {
  return (Date.now() - moment) / 1000;
}

/** In a line, for it is shown as a status. */
function describe(verdicts: readonly Verdict[]): string {
  return verdicts.map(({ name, state }) => `${name} (${state})`).join(", ");
}

function failure(open: readonly Verdict[], what: string): UserError {
  return new UserError(
    `${what}. What Argo CD says:`,
    open.map(({ name, state }) => ({ path: name, problem: state })),
  );
}
