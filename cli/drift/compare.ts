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
export function differences(described: unknown, live: unknown, path: Path = []): Difference[] {
  if (live === undefined) return [{ path, kind: "removed" }];
  if (isPlainObject(described) && isPlainObject(live)) {
    return Object.entries(described).flatMap(([key, value]) => differences(value, live[key], [...path, key]));
  }
  if (Array.isArray(described) && Array.isArray(live)) {
    if (described.length !== live.length) return [{ path, kind: "changed" }];
    return described.flatMap((value, index) => differences(value, live[index], [...path, `[${index}]`]));
  }
  return described === live ? [] : [{ path, kind: "changed" }];
}

/** The same, where nothing may be there that is not described. */
export function exactDifferences(described: unknown, live: unknown, path: Path = []): Difference[] {
  const added = differences(live, described, path)
    .filter(({ kind }) => kind === "removed")
    .map((difference) => ({ ...difference, kind: "added" as const }));
  return [...differences(described, live, path), ...added];
}
