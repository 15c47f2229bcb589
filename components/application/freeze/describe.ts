import type { ActiveFreeze } from "./active";

const MINUTE = 60_000;

/** Where a freeze is in the configuration. */
export function freezePath({ index }: Pick<ActiveFreeze, "index">): string {
  return `application.freeze[${index}]`;
}

/** That a freeze is in force, until when, and why: what can follow its name. */
export function freezeState({ window: { schedule, duration, timeZone }, end }: ActiveFreeze): string {
  return `is in force ${untilText(end)}: ${duration} from each "${schedule}" (${timeZone})`;
}

/** When a freeze ends, to the minute and never too early. */
function untilText(end: number): string {
  if (end === Infinity) return "without an end";
  return `until ${new Date(Math.ceil(end / MINUTE) * MINUTE).toISOString().replace(":00.000Z", "Z")}`;
}
