import fc from "fast-check";
import type { z } from "zod";
import { SecretValue } from "../../../core/secret";
import { branchesOf, definitionOf, hasRules, isOptional, limitsOf, patternOf, unwrapped, type Branch } from "./nodes";
import { text, tricky } from "./text";

/**
 * What a schema does not say of a field, by the end of its path: `service.name` is for the name of every Service, and
 * `upstream.host` for no other host than an upstream's.
 */
export type Special = Record<string, fc.Arbitrary<unknown>>;

/**
 * Any value that a schema takes. It is made of what the schema says, so that a field that is added to one is generated
 * too. Rules between fields can't be read from it: what breaks them is thrown away.
 */
export function arbitraryOf(
  schema: z.ZodType,
  special: Special = {},
  path: readonly string[] = [],
): fc.Arbitrary<unknown> {
  const generated = specialAt(path, special) ?? plain(schema, special, path);
  return hasRules(schema) ? generated.filter((value) => schema.safeParse(value).success) : generated;
}

function specialAt(path: readonly string[], special: Special): fc.Arbitrary<unknown> | undefined {
  return path.map((_, index) => special[path.slice(index).join(".")]).find((arbitrary) => arbitrary !== undefined);
}

function plain(schema: z.ZodType, special: Special, path: readonly string[]): fc.Arbitrary<unknown> {
  const definition = definitionOf(schema);
  const { min, max } = limitsOf(schema);
  const inner = (field: z.ZodType, key: string) => arbitraryOf(field, special, [...path, key]);
  switch (definition.type) {
    case "object":
      return record(definition.shape, inner);
    case "record":
      return fc.dictionary(
        inner(definition.keyType, "<name>") as fc.Arbitrary<string>,
        inner(definition.valueType, "*"),
        {
          maxKeys: 3,
        },
      );
    case "array":
      return fc.array(inner(definition.element, "*"), {
        minLength: min ?? 0,
        maxLength: Math.min(max ?? 3, (min ?? 0) + 3),
      });
    case "string":
      return string(schema);
    case "number":
      return fc.integer({ min: min ?? 0, max: max ?? Number.MAX_SAFE_INTEGER });
    case "boolean":
      return fc.boolean();
    case "enum":
      return fc.constantFrom(...Object.values(definition.entries));
    case "literal":
      return fc.constantFrom(...definition.values);
    case "lazy":
    case "unknown":
      return json;
    case "never":
    case "undefined":
      return fc.constant(undefined);
    case "custom":
      return fc.constant(new SecretValue("generated"));
    case "nullable":
      return fc.option(arbitraryOf(definition.innerType, special, path));
    case "optional":
    case "default":
    case "prefault":
      return arbitraryOf(definition.innerType, special, path);
    case "union":
    case "pipe":
      return fc.oneof(...branchesOf(schema).map((branch) => ofBranch(branch, special, path)));
    default:
      throw new Error(`${path.join(".")}: nothing generates a ${definition.type}`);
  }
}

function ofBranch({ schema, implied }: Branch, special: Special, path: readonly string[]): fc.Arbitrary<unknown> {
  const generated = arbitraryOf(schema, special, path);
  if (implied === undefined) return generated;
  return generated.map((value) =>
    Object.fromEntries(Object.entries(value as object).filter(([key]) => key !== implied)),
  );
}

/** Fields that may be left out mostly are, those that hold more most of all: a catalogue would have no end. */
function record(
  shape: Record<string, z.ZodType>,
  inner: (field: z.ZodType, key: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(shape).map(([key, field]) => {
    const value = inner(field, key);
    if (!isOptional(field)) return [key, value] as const;
    const rare = ["object", "record", "array", "union", "pipe"].includes(definitionOf(unwrapped(field)).type);
    return [
      key,
      fc.oneof(
        { withCrossShrink: true },
        { weight: rare ? 2 : 1, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: value },
      ),
    ] as const;
  });
  return fc
    .record(Object.fromEntries(fields))
    .map((value) => Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)));
}

const LONG = 300;

/** Making one of a pattern takes up to a second, and a schema has the same few patterns in many places. */
const matching = new Map<string, fc.Arbitrary<string>>();

function stringMatching(pattern: RegExp): fc.Arbitrary<string> {
  const known = matching.get(String(pattern)) ?? fc.stringMatching(pattern);
  matching.set(String(pattern), known);
  return known;
}

function string(schema: z.ZodType): fc.Arbitrary<string> {
  const { min = 0, max = Infinity } = limitsOf(schema);
  const fits = ({ length }: string) => length >= min && length <= max;
  const pattern = patternOf(schema);
  if (pattern === undefined) return text.filter(fits);
  const short = stringMatching(pattern).filter(fits);
  // As long as may be too: what is made of a name may have less room than the name.
  const long = short.map((value) => {
    const padded = value.padEnd(Math.min(max, LONG), "0");
    return pattern.test(padded) ? padded : value;
  });
  return fc.oneof({ weight: 19, arbitrary: short }, { weight: 1, arbitrary: long });
}

/** JSON without null, as far as it means the same to everyone who reads YAML. */
const json: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.boolean(),
  fc.integer(),
  fc.constantFrom(0.5, 1e21),
  fc.array(text, { maxLength: 2 }),
  fc.dictionary(tricky, text, { maxKeys: 2 }),
);
