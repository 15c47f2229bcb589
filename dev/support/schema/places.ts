import type { z } from "zod";
import { isPlainObject } from "../../../core/merge";
import { branchesOf, definitionOf, isOptional, unwrapped, type Branch } from "./nodes";

/** A value within a value, and what its schema says of it. */
export interface Place {
  /** Where it is, by names and positions. */
  path: readonly (string | number)[];
  /** Where it is, by the schema: without names, and with the branch of a union that it is a field of. */
  label: string;
  schema: z.ZodType;
  value: unknown;
  /** True for a value that might be here too. */
  takes: (value: unknown) => boolean;
  /** False for what must be there. */
  optional: boolean;
  /** True for the tag of the branch of a union that it is in. */
  tagged: boolean;
}

/** Everything that is in a value that its schema takes. */
export function* placesIn(schema: z.ZodType, value: unknown, at: Partial<Place & Branch> = {}): Generator<Place> {
  const { path = [], label = "", optional = isOptional(schema), tagged = false } = at;
  const takes = at.takes ?? ((other: unknown) => schema.safeParse(other).success);
  const inside = unwrapped(schema);
  const branch = branchesOf(inside).find(({ chosenBy }) => chosenBy(value));
  if (branch !== undefined) {
    const { isTag } = branch;
    yield* placesIn(branch.schema, value, { path, label: label + branch.label, takes, optional, tagged, isTag });
    return;
  }
  yield { path, label, schema: inside, value, takes, optional, tagged };
  const definition = definitionOf(inside);
  if (definition.type === "array" && Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* placesIn(definition.element, item, { path: [...path, index], label: `${shared(label)}[]` });
    }
  }
  if (!isPlainObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    const field = definition.type === "object" ? definition.shape[key] : undefined;
    const entry = definition.type === "record" ? definition.valueType : undefined;
    const name = field ? key : "*";
    const below = { path: [...path, key], label: `${shared(label)}.${name}`, tagged: at.isTag?.(key) ?? false };
    if (field !== undefined) yield* placesIn(field, item, below);
    if (entry !== undefined) yield* placesIn(entry, item, { ...below, optional: true });
  }
}

/** What a schema offers: its fields, the branches of its unions and the words of its enums, as labels. */
export function* offersOf(schema: z.ZodType, label = ""): Generator<string> {
  const inside = unwrapped(schema);
  const definition = definitionOf(inside);
  const branches = branchesOf(inside);
  for (const { label: tag, schema: branch, implied } of branches) {
    for (const offer of offersOf(branch, label + tag)) if (offer !== `${shared(label + tag)}.${implied}`) yield offer;
  }
  if (branches.length > 0 || ["undefined", "never"].includes(definition.type)) return;
  yield label;
  if (definition.type === "object") {
    for (const [key, field] of Object.entries(definition.shape)) yield* offersOf(field, `${shared(label)}.${key}`);
  }
  if (definition.type === "record") yield* offersOf(definition.valueType, `${shared(label)}.*`);
  if (definition.type === "array") yield* offersOf(definition.element, `${shared(label)}[]`);
  if (definition.type === "enum") yield* Object.values(definition.entries).map((word) => `${label}: ${word}`);
}

/** Those offers of a schema that a value takes. */
export function* takenBy(schema: z.ZodType, value: unknown): Generator<string> {
  for (const place of placesIn(schema, value)) {
    yield place.label;
    if (definitionOf(place.schema).type === "enum") yield `${place.label}: ${String(place.value)}`;
  }
}

/** The label for what is further within: what several branches have in common counts once. */
function shared(label: string): string {
  const own = /[^.]*$/.exec(label)?.[0] ?? "";
  return label.slice(0, label.length - own.length).replace(BRANCH, "") + own;
}

const BRANCH = /\|\d+|\([^)]*\)/g;
