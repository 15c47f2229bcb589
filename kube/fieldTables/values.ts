import { isIPv4, isIPv6 } from "node:net";
import { isPlainObject } from "../../core/merge";
import type { NodeType } from "./node";

/** What Kubernetes reads as a quantity: `500m`, `1.5Gi`, `1e3`. */
const QUANTITY = /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

const CHECKS: Readonly<Record<NodeType, (value: unknown) => boolean>> = {
  object: isPlainObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  "int-or-string": (value) => Number.isInteger(value) || typeof value === "string",
  quantity: (value) => typeof value === "number" || (typeof value === "string" && QUANTITY.test(value)),
};

/** Whether a value is of a type. */
export function isOfType(value: unknown, type: NodeType): boolean {
  return CHECKS[type](value);
}

/** What values of a format are. Formats that are not here are left to the API server. */
const FORMATS: Readonly<Record<string, (value: unknown) => boolean>> = {
  int32: (value) => Math.abs(Number(value)) < 2 ** 31,
  int64: (value) => Math.abs(Number(value)) <= 2 ** 63,
  "date-time": (value) => /^\d{4}-\d\d-\d\d[Tt].*([Zz]|[+-]\d\d:\d\d)$/.test(String(value)),
  ipv4: (value) => isIPv4(String(value)),
  ipv6: (value) => isIPv6(String(value)),
};

/** Whether a text or a number is of a format. */
export function isOfFormat(value: unknown, format: string): boolean {
  return !Object.hasOwn(FORMATS, format) || (FORMATS[format] as (value: unknown) => boolean)(value);
}
