import { isPlainObject } from "../../core/merge";

/** Width of a line, as the repository formats. */
const WIDTH = 120;

/** The fields of an object as TypeScript, a line each and each with its comma, as prettier would write them. */
export function fieldLines(fields: object, indent: string): string[] {
  return Object.entries(fields).flatMap(([key, value]) => fieldLine(key, value, indent));
}

function fieldLine(key: string, value: unknown, indent: string): string[] {
  const start = `${indent}${isIdentifier(key) ? key : text(key)}: `;
  const flat = inOneLine(value);
  if (flat !== undefined && fits(start + flat)) return [`${start}${flat},`];
  if (typeof value === "string") return [start.trimEnd(), `${indent}  ${text(value)},`];
  return expanded(value, start, indent);
}

function expanded(value: unknown, start: string, indent: string): string[] {
  if (Array.isArray(value))
    return [`${start}[`, ...value.flatMap((item) => itemLine(item, `${indent}  `)), `${indent}],`];
  if (isPlainObject(value)) return [`${start}{`, ...fieldLines(value, `${indent}  `), `${indent}},`];
  return [`${start}${inOneLine(value) ?? ""},`];
}

function itemLine(item: unknown, indent: string): string[] {
  const flat = inOneLine(item);
  return flat !== undefined && fits(indent + flat) ? [`${indent}${flat},`] : expanded(item, indent, indent);
}

/** Nothing where prettier takes several lines however short they are: for a list of objects. */
function inOneLine(value: unknown): string | undefined {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) {
    if (isList(value)) return undefined;
    const items = value.map(inOneLine);
    return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
  }
  if (!isPlainObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, item]) => {
    const flat = inOneLine(item);
    return flat === undefined ? undefined : `${isIdentifier(key) ? key : text(key)}: ${flat}`;
  });
  if (fields.includes(undefined)) return undefined;
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

function isList(items: readonly unknown[]): boolean {
  const every = (test: (item: unknown) => boolean) => items.length > 1 && items.every(test);
  return (
    every((item) => isPlainObject(item) && Object.keys(item).length > 1) ||
    every((item) => Array.isArray(item) && item.length > 1)
  );
}

function fits(line: string): boolean {
  // The comma comes after it.
  return line.length < WIDTH;
}

function isIdentifier(key: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key);
}

/** In the quotes that need fewer escapes. */
function text(value: string): string {
  const quoted = JSON.stringify(value);
  const count = (quote: string) => value.split(quote).length;
  if (count('"') <= count("'")) return quoted;
  return `'${quoted.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
