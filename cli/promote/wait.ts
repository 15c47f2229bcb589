import { shortCommit } from "../../gitops/revision/messages";
import type { Look } from "./assess";

/** Seconds between two looks. */
const INTERVAL = 5;
/** Seconds between two lines about the same state. */
const REPORT = 60;

/** What is waited for. */
export interface Gate {
  /** Name of the environment. */
  environment: string;
  /** Branch that is to be moved. */
  target: string;
  commit: string;
  /** Seconds for which the environment must be sound at the commit. */
  soakSeconds: number;
  /** Seconds until the wait ends. */
  timeoutSeconds: number;
}

/** Time, which tests have pass as they like. */
export interface Clock {
  /** Seconds since some moment. */
  now: () => number;
  sleep: (seconds: number) => Promise<void>;
}

/** How a wait ended. */
export type Outcome =
  | { ended: "passed" }
  /** The time was over; `last` is what was seen last. */
  | { ended: "late"; last: string }
  | (Replaced & { ended: "replaced" });

type Replaced = Omit<Extract<Look, { state: "replaced" }>, "state">;

/**
 * Waits until an environment has been sound at a commit for its soak time: any look at which it is not starts that again.
 *
 * @param look looks at the environment
 * @param log called each time the state changes, and each minute of the soak time
 */
export async function waitForSoak(
  gate: Gate,
  look: () => Promise<Look>,
  log: (line: string) => void,
  { now, sleep }: Clock,
): Promise<Outcome> {
  const began = now();
  let soundSince: number | undefined;
  let last = "";
  for (;;) {
    const seen = await look();
    if (seen.state === "replaced") {
      const { by, application, files } = seen;
      return { ended: "replaced", by, application, files };
    }
    const at = now();
    soundSince = seen.state === "sound" ? (soundSince ?? at) : undefined;
    const soaked = soundSince === undefined ? undefined : Math.floor(at - soundSince);
    const passed = soaked !== undefined && soaked >= gate.soakSeconds;
    const line = lineOf(gate, seen, passed ? gate.soakSeconds : soaked === undefined ? 0 : soaked - (soaked % REPORT));
    if (line !== last) log(line);
    last = line;
    if (passed) return { ended: "passed" };
    if (at - began >= gate.timeoutSeconds) return { ended: "late", last };
    await sleep(INTERVAL);
  }
}

function lineOf({ environment, target, commit, soakSeconds }: Gate, seen: Look, soaked: number): string {
  const what =
    seen.state === "open" ? seen.why : `Synced and Healthy at ${shortCommit(commit)} for ${soaked} of ${soakSeconds} s`;
  return `${target} waits for ${environment}: ${what}`;
}
