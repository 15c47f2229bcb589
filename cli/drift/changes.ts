import type { Finding } from "./finding";
import type { LiveObject } from "../../kube/live";
import { foreignFields, type FieldOwner } from "../../kube/managedFields";
import { isPlainObject } from "../../core/merge";
import { overlaps, showPath, type Path } from "../../kube/fieldPath";

/** A field that is not as described. `set` is one of which it is not known whether it was there before. */
export interface Change {
  path: Path;
  kind: "changed" | "removed" | "added" | "set";
  /** The value that is desired, where one is. */
  desired?: unknown;
  /** The value in the cluster, where there is one. */
  live?: unknown;
  by?: string;
  at?: string;
}

/** Fields that are reported of one object and one person; a whole object put in by hand has hundreds. */
const SHOWN = 5;

/**
 * All that is known to be different about an object: what a comparison found, with whoever did it as far as the cluster
 * remembers; and what someone set who has no part in the object, which no comparison with the description need show.
 *
 * @param managers field managers that may change it, beside Pulumi and Argo CD
 */
export function changesOf(
  differences: readonly Change[],
  live: LiveObject | undefined,
  managers: readonly string[],
): Change[] {
  const foreign = live === undefined ? [] : foreignFields(live, managers);
  const known = differences.map((difference) => ({ ...difference, ...author(difference, foreign) }));
  const reported = known.filter(({ kind }) => kind !== "removed");
  const others = foreign.filter(({ path }) => !reported.some((change) => overlaps(change.path, path)));
  const set = others.map((field) => ({
    path: field.path,
    kind: "set" as const,
    live: valueAt(live, field.path),
    ...who(field),
  }));
  const changes: Change[] = [...known, ...set];
  return live?.kind === "Secret" ? changes.map(withoutValues) : changes;
}

function withoutValues({ desired: _, live: __, ...change }: Change): Change {
  return change;
}

/** The value of a field, where keys alone lead to it. */
function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (isPlainObject(at) ? at[key] : undefined), value);
}

function author({ path, kind }: Change, foreign: readonly FieldOwner[]): Partial<Change> {
  if (kind === "removed") return {}; // Nobody owns what is not there.
  const theirs = foreign.filter((field) => overlaps(field.path, path));
  const last = theirs.toSorted((a, b) => (b.at ?? "").localeCompare(a.at ?? ""))[0];
  return last === undefined ? {} : who(last);
}

function who({ by, at }: FieldOwner): Pick<Change, "by" | "at"> {
  return at === undefined ? { by } : { by, at };
}

/** A change for a reader: the field, and its values as far as they are known. */
export function showChange({ path, kind, desired, live }: Change): string {
  const field = showPath(path);
  if (kind === "changed" && desired !== undefined && live !== undefined)
    return `${field} was changed from ${shown(desired)} to ${shown(live)}`;
  const value = kind === "removed" ? desired : live;
  if (value === undefined) return `${field} was ${kind}`;
  return `${field} was ${kind} (${kind === "removed" ? "desired" : "live"}: ${shown(value)})`;
}

/** Characters of a value that are shown. */
const VALUE = 120;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > VALUE ? `${text.slice(0, VALUE)}…` : text;
}

/** One finding for each who changed the object, so that it is said of each what, when and what to do. */
export function findingsOf(
  changes: readonly Change[],
  common: Pick<Finding, "side" | "where">,
  remedy: (changes: readonly Change[]) => string,
  show: (change: Change) => string = showChange,
): Finding[] {
  const byPerson = Map.groupBy(changes, ({ by, at, kind }) => `${by ?? ""} ${at ?? ""} ${kind === "set"}`);
  return [...byPerson.values()].map((theirs) => {
    const { by, at } = theirs[0]!;
    const more = theirs.length - SHOWN;
    const what = theirs.slice(0, SHOWN).map(show).join(", ") + (more > 0 ? `, and ${more} more` : "");
    return { ...common, what, ...(by ? { by } : {}), ...(at ? { at } : {}), remedy: remedy(theirs) };
  });
}
