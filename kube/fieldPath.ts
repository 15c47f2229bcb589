/** The way to a field of an object: keys, and `[…]` for an element of a list. */
export type Path = readonly string[];

/** A path for a reader: `spec.template.spec.containers[name=proxy].image`. */
export function showPath(path: Path): string {
  return path.reduce((text, part) => {
    if (part.startsWith("[")) return text + part;
    if (!/^[\w-]+$/.test(part)) return `${text}["${part}"]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}

/** Reads a path as Pulumi writes it: `metadata.labels["a.b/c"]`, `spec.rules[0].host`. */
export function parsePath(text: string): Path {
  const parts = text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|(\[[^\]]*\])|([^.[\]]+)/g);
  return [...parts].map(([, quoted, element, key]) => quoted ?? element ?? key ?? "");
}

/** Whether one path leads to the other's field, or through it. Elements of lists are named differently by each side. */
export function overlaps(a: Path, b: Path): boolean {
  const common = Math.min(a.length, b.length);
  return a.slice(0, common).every((part, index) => same(part, b[index]!));
}

function same(a: string, b: string): boolean {
  return a === b || (a.startsWith("[") && b.startsWith("["));
}
