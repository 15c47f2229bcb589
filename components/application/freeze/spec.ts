import { z } from "zod";
import { milliseconds } from "../../duration";
import { parseSchedule } from "./schedule";
import { timeZoneProblem } from "./zone";

/** A text of which a function tells what is wrong with it. */
function checked(problemOf: (text: string) => string | undefined) {
  return z.string().check((context) => {
    const message = problemOf(context.value);
    if (message !== undefined) context.issues.push({ code: "custom", message, input: context.value });
  });
}

const MINUTE = 60_000;

/** A time in which Argo CD syncs nothing of an environment by itself. */
export const freezeWindow = z.strictObject({
  /**
   * When it begins, each time, as in cron: minute, hour, day of the month, month, day of the week (0 is Sunday). `0 22 * * 5` is
   * each Friday at 22:00.
   */
  schedule: checked((text) => {
    const schedule = parseSchedule(text);
    return typeof schedule === "string" ? schedule : undefined;
  }),
  /** How long it lasts, in hours and minutes: `60h` or `1h30m`. At least `1m`. */
  duration: z
    .string()
    .regex(/^([0-9]{1,5}h([0-9]{1,5}m)?|[0-9]{1,5}m)$/, { abort: true, error: "must be a time such as 60h or 1h30m" })
    .refine((text) => milliseconds(text) >= MINUTE, "must be at least 1m"),
  /** The time zone of `schedule`, such as `Europe/Zurich`. Default `UTC`. */
  timeZone: checked(timeZoneProblem).default("UTC"),
  /** `true`: what a person starts in Argo CD (`argocd app sync`) is synced all the same. Default `false`. */
  manual: z.boolean().default(false),
});

export type FreezeWindow = z.output<typeof freezeWindow>;
