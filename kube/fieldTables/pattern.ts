import { RE2JS } from "re2js";

const compiled = new Map<string, RE2JS>();

/**
 * Whether a text fits a pattern of Go, which is what the API server uses. JavaScript's own expressions are no substitute: they
 * read some patterns otherwise, and a text that does not fit one of Gateway API's takes them minutes.
 */
export function fits(text: string, pattern: string): boolean {
  const expression = compiled.get(pattern) ?? RE2JS.compile(pattern);
  compiled.set(pattern, expression);
  return expression.matcher(text).find();
}
