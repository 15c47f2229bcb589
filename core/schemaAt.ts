import { z } from "zod";

type Schema = z.core.$ZodType;
type Path = readonly PropertyKey[];

/** True if a schema says that the value at a path is a secret. */
export function isSecretAt(schema: Schema, path: Path): boolean {
  return schemasAt(schema, path).some((each) => z.globalRegistry.get(each)?.secret !== undefined);
}

/**
 * Marks a field whose value is one stack's alone, such as the name of its cluster: a stack that extends it must have its own,
 * or the default.
 */
export function ownOfStack<S extends z.ZodType>(schema: S): S {
  return schema.meta({ inherited: false });
}

/** True if the value at a path is one stack's alone. */
export function isOwnOfStack(schema: Schema, path: Path): boolean {
  return schemasAt(schema, path).some((each) => z.globalRegistry.get(each)?.inherited === false);
}

/** The keys that a schema knows at a path, for a word on a misspelt one. */
export function keysAt(schema: Schema, path: Path): string[] {
  return distinct(
    schemasAt(schema, path).flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : [])),
  );
}

/** The texts that a schema takes at a path, where it takes a few certain ones. */
export function valuesAt(schema: Schema, path: Path): string[] {
  const values = schemasAt(schema, path).flatMap((each): unknown[] => {
    if (each instanceof z.ZodEnum) return each.options;
    return each instanceof z.ZodLiteral ? [...each.values] : [];
  });
  return distinct(values.filter((value) => typeof value === "string"));
}

/**
 * The schemas that a value at a path is held against: several where a union leaves it open, and with each what is wrapped
 * around it. Only the path is walked, which takes microseconds; a JSON Schema of everything takes longer than what a preview
 * may add to an empty program's.
 */
export function schemasAt(schema: Schema, [part, ...rest]: Path): Schema[] {
  const layers = layersOf(schema);
  if (part === undefined) return layers;
  return layers.flatMap((each) => {
    const below = fieldOf(each, part);
    return below === undefined ? [] : schemasAt(below, rest);
  });
}

function fieldOf(schema: Schema, part: PropertyKey): Schema | undefined {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<PropertyKey, Schema>;
    return Object.hasOwn(shape, part) ? shape[part] : undefined;
  }
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

/** A schema, and those within it for the same value. */
function layersOf(schema: Schema): Schema[] {
  return [schema, ...within(schema).flatMap(layersOf)];
}

function within(schema: Schema): readonly Schema[] {
  if (schema instanceof z.ZodUnion) return schema.options;
  if (schema instanceof z.ZodPipe) return [schema.out];
  return WRAPPERS.some((wrapper) => schema instanceof wrapper) ? [(schema as z.ZodOptional).unwrap()] : [];
}

/** Wrappers of a schema that do not change the value's form. */
const WRAPPERS = [
  z.ZodOptional,
  z.ZodNullable,
  z.ZodDefault,
  z.ZodPrefault,
  z.ZodNonOptional,
  z.ZodExactOptional,
  z.ZodCatch,
  z.ZodReadonly,
  z.ZodLazy,
];

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
