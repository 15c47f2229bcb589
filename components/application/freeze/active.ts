import { milliseconds } from "../../duration";
import { parseSchedule, type Schedule } from "./schedule";
import type { FreezeWindow } from "./spec";
import { offsetAt } from "./zone";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What lasts longer than this has no end that anybody waits for. */
const HORIZON = 366 * DAY;
/** Times that follow each other without a gap, of which so many are looked at. */
const MOST = 50_000;
/** Clocks are not changed twice within this time. */
const BETWEEN_CHANGES = 7 * DAY;

/** A freeze that is in force. */
export interface ActiveFreeze {
  window: FreezeWindow;
  /** Its place in `application.freeze`. */
  index: number;
  /** When it ends, in milliseconds since 1970. Infinite where its times follow each other without a gap. */
  end: number;
}

/** The windows that are in force at a moment: the one that ends last first. */
export function activeFreezes(windows: readonly FreezeWindow[], now: Date): ActiveFreeze[] {
  return windows
    .flatMap((window, index) => {
      const end = endOf(window, now.getTime());
      return end === undefined ? [] : [{ window, index, end }];
    })
    .sort((one, other) => other.end - one.end);
}

/**
 * When a window ends that is in force at a moment, or nothing. Argo CD reads the clock of the window's time zone and looks
 * whether it has begun within the duration before, so where clocks are changed within a window, it is shorter or longer.
 */
function endOf({ schedule: text, duration, timeZone }: FreezeWindow, now: number): number | undefined {
  const schedule = parseSchedule(text);
  if (typeof schedule === "string") return undefined;
  const lasts = milliseconds(duration);
  let at = now;
  for (;;) {
    const offset = offsetAt(timeZone, at);
    const clock = endOnClock(schedule, lasts, at + offset);
    if (clock === undefined) return at === now ? undefined : at;
    const end = clock - offset;
    if (end - now > HORIZON) return Infinity;
    const changed = changeOfClocks(timeZone, at, end);
    if (changed === undefined) return end;
    at = changed;
  }
}

/** The end on a clock that is not changed. All times are in milliseconds of that clock. */
function endOnClock(schedule: Schedule, lasts: number, clock: number): number | undefined {
  let began = lastBeginning(schedule, clock, clock - lasts);
  if (began === undefined) return undefined;
  for (let count = 0; count < MOST && began + lasts - clock <= HORIZON; count++) {
    const next = lastBeginning(schedule, began + lasts, began);
    if (next === undefined) return began + lasts;
    began = next;
  }
  return Infinity;
}

/** The last time at which a schedule begins, not after one moment, and after another. */
function lastBeginning({ minutes, hours, hasDay }: Schedule, notAfter: number, after: number): number | undefined {
  for (let day = Math.floor(notAfter / DAY) * DAY; day > after - DAY; day -= DAY) {
    if (!hasDay(new Date(day))) continue;
    for (const hour of hours.toReversed()) {
      if (day + hour * HOUR > notAfter) continue;
      const minute = minutes.findLast((each) => day + hour * HOUR + each * MINUTE <= notAfter);
      if (minute === undefined) continue;
      const began = day + hour * HOUR + minute * MINUTE;
      return began > after ? began : undefined;
    }
  }
  return undefined;
}

/** The first moment within a time at which the clocks of a zone are changed, to the second. */
function changeOfClocks(zone: string, from: number, to: number): number | undefined {
  const offset = offsetAt(zone, from);
  for (let start = from; start < to; start += BETWEEN_CHANGES) {
    let before = start;
    let after = Math.min(start + BETWEEN_CHANGES, to);
    if (offsetAt(zone, after) === offset) continue;
    while (after - before > 1000) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(zone, middle) === offset) before = middle;
      else after = middle;
    }
    return Math.floor(after / 1000) * 1000;
  }
  return undefined;
}
