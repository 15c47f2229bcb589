import { createRequire } from "node:module";
import type { RE2JS } from "re2js";

const load = createRequire(__filename);
const compiled = new Map<string, RE2JS>();

/**
 * Whether a text fits a pattern of Go, which is what the API server uses. JavaScript's own expressions are no substitute: they
 * read some patterns otherwise, and nested repetitions, which CRDs have, can take them minutes.
 */
export function fits(text: string, pattern: string): boolean {
  const expression = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, expression);
  return expression.matcher(text).find();
}

/** The library is loaded for the first pattern: a preview without patches and manifests needs none. */
function compile(pattern: string): RE2JS {
  return (load("re2js") as typeof import("re2js")).RE2JS.compile(pattern);
}
