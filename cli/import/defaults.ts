import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { environmentSchema } from "../../config/schema";
import { isPlainObject, mapValues, type PlainObject } from "../../core/merge";

const { llmProviders, mcpServers, mcpRoutes, agents, policies, gateway } = environmentSchema.shape;

/** The schema of the entries of each section. */
const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  llmProviders: llmProviders.unwrap().valueType,
  mcpServers: mcpServers.unwrap().valueType,
  mcpRoutes: mcpRoutes.unwrap().valueType,
  agents: agents.unwrap().valueType,
  policies: policies.unwrap().valueType,
};

/** Entries in their shortest form: without what means the same as saying nothing. */
export function withoutDefaults(entries: PlainObject): PlainObject {
  const short = mapValues(entries, (section, value) => {
    if (!isPlainObject(value)) return value;
    if (section === "gateway") return shortest(value, gateway);
    const schema = SCHEMAS[section];
    return schema ? mapValues(value, (_, entry) => shortest(entry, schema)) : value;
  });
  return Object.fromEntries(Object.entries(short).filter(([, value]) => !isDeepStrictEqual(value, {})));
}

function shortest(entry: unknown, schema: z.ZodType): unknown {
  const full = schema.safeParse(entry);
  if (!full.success) return entry;
  const means = (shorter: unknown) => {
    const parsed = schema.safeParse(shorter);
    return parsed.success && isDeepStrictEqual(parsed.data, full.data);
  };
  return pruned(entry, means);
}

/** Leaves out each field without which the whole means the same, the outer ones first. */
function pruned(value: unknown, means: (changed: unknown) => boolean): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = [...(value as unknown[])];
    for (const index of items.keys()) items[index] = pruned(items[index], (item) => means(items.with(index, item)));
    return items;
  }
  if (!isPlainObject(value)) return value;
  let kept = { ...value };
  for (const key of Object.keys(value)) {
    const { [key]: _, ...others } = kept;
    if (means(others)) kept = others;
    else kept[key] = pruned(kept[key], (item) => means({ ...kept, [key]: item }));
  }
  return kept;
}
