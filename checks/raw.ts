import { rawKey } from "../components/raw";
import type { ValidationError } from "../core/errors";
import { didYouMean } from "../core/suggest";
import type { Inventory } from "./inventory";

/** Raw fields of objects that the configuration does not make. */
export function rawFields({ environment, items }: Inventory): ValidationError[] {
  const rendered = items.filter(({ handWritten }) => !handWritten).map(({ object }) => rawKey(object));
  return Object.entries(environment.raw)
    .filter(([key, fields]) => fields !== null && !rendered.includes(key))
    .map(([key]) => {
      const file = items.find(({ handWritten, object }) => handWritten && rawKey(object) === key)?.origin;
      return {
        path: `raw.${key}`,
        problem: "is no object that the configuration makes",
        remedy: file
          ? `It is written by hand: change it in ${file}.`
          : `${didYouMean(key, rendered)} Where a stack leaves it out, say null.`,
      };
    });
}
