import { z } from "zod";
import { objectName, port } from "../kubernetes";

/** A CEL expression. Always a string, also where it is a number: `"0.1"`. */
export const cel = z.string().min(1).max(16384);

/** CEL expressions by the name that their result gets. */
export const celByName = z.record(z.string().min(1).max(256), cel);

/** A duration in Gateway API's form: whole numbers with a unit, such as `500ms`, `30s` or `1h30m`. */
export const duration = z
  .string()
  .regex(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/, "must be a duration such as 500ms, 30s or 1h30m")
  .max(32);

/** Milliseconds of a duration. */
export function milliseconds(text: string): number {
  const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  return [...text.matchAll(/(\d+)(ms|h|m|s)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit as string] as number),
    0,
  );
}

/** Name of an HTTP header. */
export const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/, "must be the name of an HTTP header")
  .max(256);

/** A port of a Service that the gateway itself calls. */
export const serviceFields = {
  /** Name of the Service. */
  service: objectName,
  /** Port of the Service. */
  port,
  /** Namespace of the Service. Default: the environment's own. */
  namespace: objectName.optional(),
};

/** Whether requests pass while a service that judges them can't be reached. */
export const failureMode = z.enum(["FailClosed", "FailOpen"]);

/** A rule for `refine`: of these fields, exactly one is there. */
export function exactlyOne(...fields: string[]): [(value: object) => boolean, string] {
  return [(value) => count(value, fields) === 1, `needs exactly one of ${fields.join(", ")}`];
}

/** A rule for `refine`: of these fields, at least one is there. */
export function atLeastOne(...fields: string[]): [(value: object) => boolean, string] {
  return [(value) => count(value, fields) > 0, `needs at least one of ${fields.join(", ")}`];
}

function count(value: object, fields: string[]): number {
  return fields.filter((field) => (value as Record<string, unknown>)[field] !== undefined).length;
}
