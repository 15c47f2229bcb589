import type { z } from "zod";

/** What kinds of value are called in messages. */
const kinds: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  record: "a mapping",
  object: "a mapping",
  integer: "a whole number",
  "int-or-string": "a whole number or a text",
  quantity: "a quantity, such as 500m or 1Gi",
};

/** What a kind of value is called, such as "a text" for `string`. */
export function kindOfValue(kind: string): string {
  return kinds[kind] ?? kind;
}

/**
 * What zod finds, in the words of our own messages, wherever a schema has none: what the value must be, so that it can
 * follow the value.
 */
export const words: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${kindOfValue(issue.expected)}`;
    case "invalid_value":
      return `is none of ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return `does not fit ${issue.pattern ?? issue.format}`;
    case "too_small":
      return atLeast(Number(issue.minimum), issue.origin);
    case "too_big":
      return atMost(Number(issue.maximum), issue.origin);
    default:
      return undefined;
  }
};

/** That there must be more of a value of a kind. */
export function atLeast(count: number, of: string): string {
  return amount("at least", count, of);
}

/** That there must be less of a value of a kind. */
export function atMost(count: number, of: string): string {
  return amount("at most", count, of);
}

function amount(limit: "at least" | "at most", count: number, of: string): string {
  if (of === "string")
    return count === 1 && limit === "at least" ? "must not be empty" : `must have ${limit} ${count} characters`;
  if (of === "array" || of === "set") return `must have ${limit} ${count} ${count === 1 ? "item" : "items"}`;
  return `must be ${limit} ${count}`;
}
