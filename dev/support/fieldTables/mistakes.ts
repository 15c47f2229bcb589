import { isPlainObject } from "../../../core/merge";
import type { Node } from "../../../kube/fieldTables/node";

/** A mistake in a value: what was done, the value with it, and where within the value an error names it. */
export type Mistake = [what: string, wrong: unknown, within?: readonly (string | number)[]];

/** What can be wrong with a value of a node, each mistake alone. */
export function* mistakesIn(value: unknown, meant: Node): Generator<Mistake> {
  if (meant.type === undefined) return;
  yield ["wrong type", meant.type === "array" || meant.type === "object" ? "text" : []];
  if (!meant.nullable) yield ["null", null];
  if (isPlainObject(value)) {
    if (meant.additionalProperties === undefined) yield ["unknown name", { ...value, noSuchField: 1 }, ["noSuchField"]];
    for (const key of meant.required ?? []) {
      const { [key]: _, ...rest } = value;
      if (key in value) yield ["missing", rest, [key]];
    }
    if (meant.maxProperties !== undefined && meant.additionalProperties !== undefined && meant.maxProperties < 100)
      yield [
        "too many",
        Object.fromEntries(Array.from({ length: meant.maxProperties + 1 }, (_, n) => [`key${n}`, ""])),
      ];
  }
  if (Array.isArray(value)) {
    const first: unknown = value[0];
    if (meant.maxItems !== undefined && value.length > 0)
      yield ["too many", Array.from({ length: meant.maxItems + 1 }, () => first)];
    if (meant.minItems !== undefined && meant.minItems > 0) yield ["too few", []];
    if (meant.keys !== undefined || meant.set) if (value.length > 0) yield ["repeated", [first, first], [1]];
  }
  if (meant.enum) yield ["wrong enum", typeof meant.enum[0] === "string" ? "NoSuchValue" : 123456789];
  if (typeof value === "number") {
    if (meant.maximum !== undefined) yield ["too big", meant.maximum + 1];
    if (meant.minimum !== undefined) yield ["too small", meant.minimum - 1];
    if (meant.type === "integer") yield ["no whole number", 1.5];
    if (meant.format === "int32") yield ["out of range", 2 ** 31];
  }
  if (typeof value === "string") {
    if (meant.maxLength !== undefined) yield ["too long", "a".repeat(meant.maxLength + 1)];
    if (meant.minLength !== undefined && meant.minLength > 0) yield ["too short", ""];
    if (meant.pattern?.startsWith("^")) yield ["wrong pattern", "\n"];
  }
}
