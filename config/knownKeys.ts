import type { z } from "zod";

/** The keys that a schema knows at a path, for a word on a misspelt one. */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  return [...new Set(descend(schema, path).flatMap((each) => ("shape" in def(each) ? Object.keys(shape(each)) : [])))];
}

/** The texts that a schema takes at a path, where it takes a few certain ones. */
export function valuesAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const values = descend(schema, path).flatMap((each) => {
    const { entries = {}, values = [] } = def(each) as { entries?: Record<string, string>; values?: unknown[] };
    return [...Object.values(entries), ...values];
  });
  return [...new Set(values.filter((value) => typeof value === "string"))];
}

/** The schemas that a value at a path is held against: several where a union leaves it open. */
function descend(schema: z.core.$ZodType, [part, ...rest]: readonly PropertyKey[]): z.core.$ZodType[] {
  return bare(schema).flatMap((each) => {
    if (part === undefined) return [each];
    const { element, valueType } = def(each) as { element?: z.core.$ZodType; valueType?: z.core.$ZodType };
    const below = "shape" in def(each) ? shape(each)[part as string] : (valueType ?? element);
    return below === undefined ? [] : descend(below, rest);
  });
}

/** A schema without what is wrapped around it: defaults, options, what is done to a value before it is looked at. */
function bare(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { innerType, options, out } = def(schema) as {
    innerType?: z.core.$ZodType;
    options?: z.core.$ZodType[];
    out?: z.core.$ZodType;
  };
  if (options !== undefined) return options.flatMap(bare);
  const inner = innerType ?? out;
  return inner === undefined ? [schema] : bare(inner);
}

function def(schema: z.core.$ZodType): object {
  return schema._zod.def;
}

function shape(schema: z.core.$ZodType): Record<string, z.core.$ZodType> {
  return (def(schema) as { shape: Record<string, z.core.$ZodType> }).shape;
}
