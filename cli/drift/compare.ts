import { isPlainObject } from "../../core/merge";
import type { Path } from "../../kube/fieldPath";

/** How a live field is not as desired. */
export interface Difference {
  path: Path;
  kind: "changed" | "removed" | "added";
  /** Nothing where it is not desired. */
  desired?: unknown;
  /** Nothing where it is not there. */
  live?: unknown;
}

/**
 * Where a live object is not as desired. What is not desired may be there: the API server and controllers fill in much.
 */
export function differences(desired: unknown, live: unknown, path: Path = []): Difference[] {
  if (live === undefined) return [{ path, kind: "removed", desired }];
  if (isPlainObject(desired) && isPlainObject(live)) {
    return Object.entries(desired).flatMap(([key, value]) => differences(value, live[key], [...path, key]));
  }
  if (Array.isArray(desired) && Array.isArray(live)) {
    if (desired.length !== live.length) return [{ path, kind: "changed", desired, live }];
    return desired.flatMap((value, index) => differences(value, live[index], [...path, `[${index}]`]));
  }
  return desired === live ? [] : [{ path, kind: "changed", desired, live }];
}

/** The same, where nothing may be there that is not desired. */
export function exactDifferences(desired: unknown, live: unknown, path: Path = []): Difference[] {
  const added = differences(live, desired, path)
    .filter(({ kind }) => kind === "removed")
    .map(({ path: at, desired: value }) => ({ path: at, kind: "added" as const, live: value }));
  return [...differences(desired, live, path), ...added];
}
