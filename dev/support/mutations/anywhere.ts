import type { PlainObject } from "../../../core/merge";
import { formatPath } from "../../../core/validationErrors";
import { environmentSchema } from "../../../config/schema";
import { definitionOf, limitsOf, patternOf } from "../schema/nodes";
import { placesIn, type Place } from "../schema/places";
import { changed, type Mutant } from "./mutant";

/** What a change of one place makes of it, and where the error is: here, if not said otherwise. */
type Change = { to: unknown; at?: readonly (string | number)[] } | undefined;

/** Changes that make any place wrong for which they are; for others they do nothing. */
const changes: Record<string, (place: Place) => Change> = {
  "another type": ({ schema }) =>
    ({
      string: { to: { wrong: true } },
      enum: { to: ["wrong"] },
      literal: { to: { wrong: true } },
      number: { to: "many" },
      boolean: { to: "yes" },
      object: { to: "text" },
      record: { to: ["item"] },
      array: { to: { wrong: true } },
    })[typeOf(schema)],
  null: ({ takes }) => (takes(null) ? undefined : { to: null }),
  "an unknown key": ({ schema, path, value }) =>
    typeOf(schema) === "object" ? { to: { ...(value as object), colour: "red" }, at: [...path, "colour"] } : undefined,
  "something that is missing": ({ optional, path, tagged }) =>
    optional ? undefined : { to: undefined, at: tagged ? path.slice(0, -1) : path },
  "a number below its range": ({ schema, value }) =>
    typeof value === "number" ? limit(limitsOf(schema).min, (min) => min - 1) : undefined,
  "a number above its range": ({ schema, value }) =>
    typeof value === "number" ? limit(limitsOf(schema).max, (max) => max + 1) : undefined,
  // Large numbers have no halves.
  "half a number": ({ value, schema }) =>
    typeOf(schema) === "number" && !Number.isInteger((value as number) + 0.5)
      ? { to: (value as number) + 0.5 }
      : undefined,
  "a text that is empty": ({ schema }) =>
    typeOf(schema) === "string" && !(patternOf(schema)?.test("") ?? (limitsOf(schema).min ?? 0) === 0)
      ? { to: "" }
      : undefined,
  "a text that is too long": ({ schema, value }) =>
    typeof value === "string" ? limit(limitsOf(schema).max, (max) => value.padEnd(max + 1, "a")) : undefined,
  "a text of another form": ({ schema, value }) =>
    patternOf(schema)?.test(`${String(value)} §`) === false ? { to: `${String(value)} §` } : undefined,
  "a word that is none of those there are": ({ schema }) => (typeOf(schema) === "enum" ? { to: "Wrong §" } : undefined),
  "more items than there may be": ({ schema, value }) =>
    Array.isArray(value) && value.length > 0
      ? limit(limitsOf(schema).max, (max) => Array.from({ length: max + 1 }, () => value[0] as unknown))
      : undefined,
  "no item where there must be one": ({ schema, value }) =>
    Array.isArray(value) && (limitsOf(schema).min ?? 0) > 0 ? { to: [] } : undefined,
  "a name of another form": ({ schema, value, path }) => {
    if (typeOf(schema) !== "record" || patternOf(definitionOf(schema).keyType) === undefined) return undefined;
    const [first, ...rest] = Object.entries(value as object);
    return first && { to: Object.fromEntries([["No Name §", first[1]], ...rest]), at: [...path, "No Name §"] };
  },
  "a secret in plain text": ({ schema }) => (typeOf(schema) === "custom" ? { to: PLAIN_SECRET } : undefined),
};

/** What no message may show. */
export const PLAIN_SECRET = "hunter2-in-plain-text";

function typeOf(schema: Place["schema"]): string {
  return definitionOf(schema).type;
}

function limit(value: number | undefined, change: (value: number) => unknown): Change {
  // Where JSON has no number beyond it, it can't be exceeded.
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : { to: change(value) };
}

export type AnywhereMutator = keyof typeof changes;

export const anywhereMutators = Object.keys(changes);

/** The ways in which a mutator can make an environment wrong: one for each place that it is for. */
export function mutantsOf(mutator: string, environment: PlainObject): (() => Mutant)[] {
  const change = changes[mutator] as (place: Place) => Change;
  return [...placesIn(environmentSchema, environment)].flatMap((place) => {
    const mutation = change(place);
    if (mutation === undefined || place.path.length === 0) return [];
    return [
      () => ({
        layers: [changed(environment, place.path, mutation.to) as PlainObject],
        at: formatPath(mutation.at ?? place.path),
      }),
    ];
  });
}
