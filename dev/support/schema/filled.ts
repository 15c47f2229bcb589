import { z } from "zod";
import { mapValues } from "../../../core/merge";
import { definitionOf, hasRules, unwrapped } from "./nodes";

/** A schema whose objects have all of their fields: for what holds so many that some would never be tried. */
export function filled(schema: z.ZodType): z.ZodType {
  const inside = unwrapped(schema);
  const { type, shape } = definitionOf(inside);
  if (type !== "object" || hasRules(inside)) return inside;
  return z.strictObject(mapValues(shape, (_, field) => filled(field)));
}
