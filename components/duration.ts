import { z } from "zod";

/** A time in Gateway API's form: whole numbers with a unit, such as `500ms`, `30s` or `1h30m`. */
export const duration = z
  .string()
  .regex(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/, { abort: true, error: "must be a time such as 500ms, 30s or 1h30m" });

/** A time that is not shorter than another. */
export function durationOf(least: string) {
  return duration.refine((text) => milliseconds(text) >= milliseconds(least), `must be at least ${least}`);
}

/** Milliseconds of a time. */
export function milliseconds(text: string): number {
  const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  return [...text.matchAll(/(\d+)(ms|h|m|s)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit as string] as number),
    0,
  );
}
