import { z } from "zod";

/** A CEL expression. Always a string, also where it is a number: `"0.1"`. */
export const cel = z.string().min(1).max(16384);

/** CEL expressions by the name that their result gets. */
export const celByName = z.record(z.string().min(1).max(256), cel);

/** Name of an HTTP header. */
export const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/, "must be the name of an HTTP header")
  .max(256);

/** Whether requests pass (`FailOpen`) or are refused while what judges or serves them fails. */
export const failureMode = z.enum(["FailClosed", "FailOpen"]);

/** A rule for `refine`: of these fields, exactly one is there. */
export function exactlyOne(...fields: string[]): [(value: object) => boolean, string] {
  return [(value) => count(value, fields) === 1, `needs exactly one of ${fields.join(", ")}`];
}

/** A rule for `refine`: of these fields, at least one is there. */
export function atLeastOne(...fields: string[]): [(value: object) => boolean, string] {
  return [(value) => count(value, fields) > 0, `needs at least one of ${fields.join(", ")}`];
}

/** A rule for `refine`: a list has each item once. Kubernetes refuses more where it takes a list as a set. */
export const distinct: [(items: readonly unknown[]) => boolean, string] = [
  (items) => new Set(items).size === items.length,
  "must name each once",
];

function count(value: object, fields: string[]): number {
  return fields.filter((field) => (value as Record<string, unknown>)[field] !== undefined).length;
}
