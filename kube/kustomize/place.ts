import { isMap, isScalar, type Document } from "yaml";

/** Where in a file an object is. */
export interface Place {
  /** The document, counted from 0. */
  document: number;
  /** The keys that lead to the object within it: none, but in a list. */
  path: readonly (string | number)[];
}

/** Where in a document's text a field begins, or the nearest thing around it. */
export function nearestOffset(document: Document.Parsed, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((each) => isScalar(each.key) && each.key.value === key) : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    const range = (node as { range?: [number, number, number] } | undefined)?.range;
    if (range) return range[0];
  }
  return document.contents?.range?.[0] ?? document.range[0];
}
