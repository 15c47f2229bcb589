import { MCP_CORS } from "./headers";
import type { PolicySpec } from "./spec";

type Cors = NonNullable<PolicySpec["cors"]>;

/** The CORS policy in the API's own terms. */
export function corsPolicy({ preset, ...cors }: Cors): object {
  if (preset === undefined) return cors;
  return {
    ...cors,
    allowMethods: together(MCP_CORS.allowMethods, cors.allowMethods),
    allowHeaders: together(MCP_CORS.allowHeaders, cors.allowHeaders),
    exposeHeaders: together(MCP_CORS.exposeHeaders, cors.exposeHeaders),
  };
}

/** `*` stands alone. */
function together(needed: readonly string[], named: readonly string[] = []): string[] {
  if (named.includes("*")) return ["*"];
  const known = new Set(needed);
  return [...needed, ...named.filter((item) => !known.has(item.toLowerCase()) && !known.has(item))];
}
