import type { JsonSchema } from "../docs/schema";

/**
 * Objects of several kinds as one, which is what languages without unions have: each field that any kind has, required where
 * all require it. The component itself tells what does not fit together.
 */
export function mergedObject(kinds: readonly JsonSchema[]): JsonSchema {
  const [first] = kinds;
  if (first === undefined || kinds.length === 1) return first ?? {};
  const names = [...new Set(kinds.flatMap(({ properties = {} }) => Object.keys(properties)))];
  const properties = names.map((name) => [name, mergedField(name, kinds)] as const);
  const required = (first.required ?? []).filter((name) => kinds.every((kind) => kind.required?.includes(name)));
  return { type: "object", properties: Object.fromEntries(properties), required };
}

function mergedField(name: string, kinds: readonly JsonSchema[]): JsonSchema {
  const having = kinds.filter(({ properties = {} }) => name in properties);
  const fields = having.map((kind) => ({ kind, field: kind.properties?.[name] as JsonSchema }));
  const description = describedBy(fields, kinds);
  const values = fields.map(({ field }) => field.const);
  if (values.every((value) => typeof value === "string")) return { type: "string", enum: values, description };
  const distinct = new Map(fields.map(({ field }) => [JSON.stringify(bare(field)), bare(field)]));
  const [one] = distinct.values();
  const defaults = new Set(fields.map(({ field }) => JSON.stringify(field.default)));
  const same = distinct.size === 1 ? { ...one, ...(defaults.size === 1 && { default: fields[0]?.field.default }) } : {};
  return distinct.size === 1 ? { ...same, description } : { anyOf: [...distinct.values()], description };
}

/** What a field takes, without what is said about it. */
function bare({ description: _, default: __, ...rest }: JsonSchema): JsonSchema {
  return rest;
}

/** The meaning of a field: with each kind, where they differ. */
function describedBy(fields: { kind: JsonSchema; field: JsonSchema }[], kinds: readonly JsonSchema[]): string {
  const byText = Map.groupBy(fields, ({ field }) => field.description ?? "");
  if (byText.size === 1) return [...byText.keys()].join("");
  return [...byText]
    .map(([text, those]) => {
      const { const: value } = those[0]?.field ?? {};
      return typeof value === "string"
        ? `\`${value}\`: ${text}`
        : `With ${those.map(({ kind }) => nameOf(kind, kinds)).join(", ")}: ${text}`;
    })
    .join(" ");
}

/** What tells a kind: a constant, or the field that only it must have. */
function nameOf({ properties = {}, required = [] }: JsonSchema, kinds: readonly JsonSchema[]): string {
  const [constant] = Object.entries(properties).filter(([, field]) => typeof field.const === "string");
  if (constant) return `\`${constant[0]}: ${String(constant[1].const)}\``;
  const telling = required.find((name) => kinds.filter((kind) => kind.required?.includes(name)).length === 1);
  return `\`${telling ?? required.join(", ")}\``;
}
