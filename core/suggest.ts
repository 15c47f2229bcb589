import { closest, distance } from "fastest-levenshtein";

/** Names that a remedy lists, where none of them is near. */
const SHOWN = 8;

/** The nearest of the known names, if one is near enough to be what was meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(name, [...known]);
  return distance(name, candidate) <= Math.max(2, Math.floor(name.length / 3)) ? candidate : undefined;
}

/** A remedy for a name that is not known: the nearest one, or what else to do. Default: the names that there are. */
export function didYouMean(name: string, known: readonly string[], otherwise: string = thereAre(known)): string {
  const near = nearest(name, known);
  return near === undefined ? otherwise : `Did you mean "${near}"?`;
}

/** The names that there are, or the first of them. */
export function thereAre(known: readonly string[]): string {
  const shown = [...known].sort().slice(0, SHOWN).join(", ") || "none";
  return `There are: ${shown}${known.length > SHOWN ? ", ..." : ""}.`;
}
