import { isPlainObject } from "../../core/merge";
import type { Path } from "../../kube/fieldPath";

/** How a live field is not as described. */
export interface Difference {
  path: Path;
  kind: "changed" | "removed" | "added";
}

/**
 * Where a live object is not as described. What the description does not mention may be there: the API server and
 * controllers fill in much.
 */
export function differences(desired: unknown, live: unknown, path: Path = []): Difference[] {
  if (live === undefined) return [{ path, kind: "removed" }];
  if (isPlainObject(desired) && isPlainObject(live)) {
    return Object.entries(desired).flatMap(([key, value]) => differences(value, live[key], [...path, key]));
  }
  if (Array.isArray(desired) && Array.isArray(live)) {
    if (desired.length !== live.length) return [{ path, kind: "changed" }];
    return desired.flatMap((value, index) => differences(value, live[index], [...path, `[${index}]`]));
  }
  return desired === live ? [] : [{ path, kind: "changed" }];
}

/** The same, where nothing may be there that is not described. */
export function exactDifferences(desired: unknown, live: unknown, path: Path = []): Difference[] {
  const added = differences(live, desired, path)
    .filter(({ kind }) => kind === "removed")
    .map((difference) => ({ ...difference, kind: "added" as const }));
  return [...differences(desired, live, path), ...added];
}
