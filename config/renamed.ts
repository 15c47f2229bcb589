import type { ValidationError } from "../core/errors";
import { isPlainObject, type PlainObject } from "../core/merge";

/** What became of a field: its path now, and its values now by what they were. */
interface Renaming {
  to: string;
  /** Default: the values are as before. */
  values?: Readonly<Record<string, string>>;
}

/** Fields that have another name by now, by their paths before. */
const RENAMED: Readonly<Record<string, Renaming>> = {
  "cluster.controller": { to: "cluster.controlPlane", values: { own: "install", shared: "existing" } },
};

/** The errors of fields that have another name by now, each with what to write instead. */
export function renamedFields(merged: PlainObject): ValidationError[] {
  return Object.entries(RENAMED).flatMap(([path, { to, values = {} }]) => {
    const value = valueAt(merged, path.split("."));
    if (value === undefined) return [];
    const now = typeof value === "string" ? (values[value] ?? value) : undefined;
    return [
      { path, problem: `is called ${to} now`, remedy: `Write ${to}${now === undefined ? "" : `: ${now}`} instead.` },
    ];
  });
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  return isPlainObject(value) && Object.hasOwn(value, key) ? valueAt(value[key], rest) : undefined;
}
