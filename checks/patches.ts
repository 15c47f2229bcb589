import { patchKey } from "../components/patches";
import type { ValidationError } from "../core/errors";
import { didYouMean } from "../core/suggest";
import type { Inventory } from "./inventory";

/** Patches of objects that the configuration does not make. */
export function patches({ environment, items }: Inventory): ValidationError[] {
  const rendered = items.filter(({ handWritten }) => !handWritten).map(({ object }) => patchKey(object));
  return Object.entries(environment.patches)
    .filter(([key, fields]) => fields !== null && !rendered.includes(key))
    .map(([key]) => {
      const file = items.find(({ handWritten, object }) => handWritten && patchKey(object) === key)?.origin;
      return {
        path: `patches.${key}`,
        problem: "is no object that the configuration makes",
        remedy: file
          ? `It is written by hand: change it in ${file}.`
          : `${didYouMean(key, rendered)} Where a stack leaves it out, say null.`,
      };
    });
}
