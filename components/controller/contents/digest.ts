import { createHash } from "node:crypto";
import { isPlainObject } from "../../../core/merge";
import type { ControlPlaneSpec } from "../spec";

/** Digits of a digest: enough to notice a change. */
const DIGITS = 16;

/** A digest of the values that decide what a chart brings. The order of their names makes no difference. */
export function digestOf({ values, otherValues }: Pick<ControlPlaneSpec, "values" | "otherValues">): string {
  const text = JSON.stringify([values, otherValues], (_, value: unknown) =>
    isPlainObject(value) ? sorted(value) : value,
  );
  return createHash("sha256").update(text).digest("hex").slice(0, DIGITS);
}

function sorted(value: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
