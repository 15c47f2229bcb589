import { z } from "zod";
import { freezeWindow, type FreezeWindow } from "./spec";

/** A freeze as an AppProject has it: nothing of the project is synced in that time. */
export function syncWindows(windows: readonly FreezeWindow[]): object[] {
  return windows.map(({ schedule, duration, timeZone, manual }) => ({
    kind: "deny",
    schedule,
    duration,
    timeZone,
    applications: ["*"],
    ...(manual && { manualSync: true }),
  }));
}

const syncWindow = z.object({ kind: z.literal("deny"), manualSync: z.boolean().default(false) });

/** The freeze that an AppProject in a cluster has. What could not come from `application.freeze` is none of it. */
export function freezeOf(project: object): FreezeWindow[] {
  const { spec } = project as { spec?: { syncWindows?: readonly object[] } };
  return (spec?.syncWindows ?? []).flatMap((live) => {
    const ours = syncWindow.safeParse(live);
    if (!ours.success) return [];
    const { schedule, duration, timeZone } = live as Partial<Record<string, unknown>>;
    const { success, data } = freezeWindow.safeParse({ schedule, duration, timeZone, manual: ours.data.manualSync });
    return success ? [data] : [];
  });
}
