import type { ValidationError } from "../core/errors";
import { isPlainObject, type PlainObject } from "../core/merge";

/** What became of a field: its path now, and its values now by what they were. */
interface Renaming {
  /** Default: the path is as before. */
  to?: string;
  /** Default: the values are as before. */
  values?: Readonly<Record<string, string>>;
}

/** Fields that have another name or other values by now, by their paths before; `*` is any name. */
const RENAMED: Readonly<Record<string, Renaming>> = {
  "cluster.controller": { to: "cluster.controlPlane", values: { own: "install", shared: "existing" } },
  "cluster.tokenGeneration": { to: "cluster.tokenRotation" },
  "argocd.mode": { values: { own: "install", hub: "existing" } },
  "argocd.admin.passwordVersion": { to: "argocd.admin.passwordRotation" },
  raw: { to: "patches" },
  "argocd.accounts.*.passwordVersion": { to: "argocd.accounts.*.passwordRotation" },
};

/** The errors of fields that are called otherwise by now, each with what to write instead. */
export function renamedFields(merged: PlainObject): ValidationError[] {
  return Object.entries(RENAMED).flatMap(([pattern, renaming]) =>
    valuesAt(merged, pattern.split(".")).flatMap(({ path, value }) => renamedField(path, value, renaming)),
  );
}

function renamedField(path: readonly string[], value: unknown, { to, values = {} }: Renaming): ValidationError[] {
  const known = typeof value === "string" && Object.hasOwn(values, value) ? values[value] : undefined;
  if (to === undefined && known === undefined) return [];
  const names = to?.split(".").map((name, index) => (name === "*" ? path[index] : name)) ?? path;
  const now = known ?? (typeof value === "string" || typeof value === "number" ? value : undefined);
  return [
    {
      path: path.join("."),
      problem: to === undefined ? `${String(value)} is called ${known} now` : `is called ${names.join(".")} now`,
      remedy: `Write ${names.join(".")}${now === undefined ? "" : `: ${now}`} instead.`,
    },
  ];
}

function valuesAt(value: unknown, [key, ...rest]: readonly string[]): { path: string[]; value: unknown }[] {
  if (key === undefined) return [{ path: [], value }];
  if (!isPlainObject(value)) return [];
  const keys = key === "*" ? Object.keys(value) : Object.hasOwn(value, key) ? [key] : [];
  return keys.flatMap((name) =>
    valuesAt(value[name], rest).map((found) => ({ ...found, path: [name, ...found.path] })),
  );
}
