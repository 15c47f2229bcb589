import { isDeepStrictEqual } from "node:util";
import { documentsOf, withUnixLines } from "./documents";
import type { Place } from "./place";
import { readManifest } from "./read";
import { spliceOf, type Edit, type Splice } from "./splice";

/**
 * A file with changed fields. Everything else in it stays as it is, comments and layout too. Where that can't be, a document is written
 * anew with its comments.
 *
 * @returns nothing where the fields can't be changed so that all others keep their values, as in what an alias means
 */
export function editManifest(file: string, edits: readonly Edit[]): string | undefined {
  const wanted = readManifest(file).objects.map(({ object, place }) => ({
    place,
    object: withEdits(object, place, edits),
  }));
  const isRight = (text: string) =>
    isDeepStrictEqual(
      readManifest(text).objects.map(({ object, place }) => ({ place, object })),
      wanted,
    );
  const spliced = byText(withUnixLines(file), edits);
  const text = spliced !== undefined && isRight(spliced) ? spliced : rewritten(withUnixLines(file), edits);
  if (!isRight(text)) return undefined;
  return file.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
}

/** An object with those edits that are about it. */
export function withEdits<T extends object>(object: T, place: Place, edits: readonly Edit[]): T {
  const own = edits.filter((edit) => isDeepStrictEqual(edit.place, place));
  if (own.length === 0) return object;
  const changed = structuredClone(object);
  for (const { keys, value, instead } of own) {
    const parent = keys
      .slice(0, -1)
      .reduce<unknown>((at, key) => (at as Record<string | number, unknown> | undefined)?.[key], changed);
    const last = keys.at(-1);
    if (typeof parent !== "object" || parent === null || last === undefined) continue;
    if (instead) (parent as Record<string, unknown>)[instead.key] = { ...instead.value };
    if (value === undefined) delete (parent as Record<string, unknown>)[last];
    else (parent as Record<string, unknown>)[last] = value;
  }
  return changed;
}

function byText(text: string, edits: readonly Edit[]): string | undefined {
  const { documents } = documentsOf(text);
  const splices: Splice[] = [];
  for (const edit of edits) {
    const { document, offset } = documents[edit.place.document]!;
    const splice = spliceOf(text.slice(offset), document, edit);
    if (splice === undefined) return undefined;
    splices.push({ ...splice, start: splice.start + offset, end: splice.end + offset });
  }
  return splices
    .toSorted((one, other) => other.start - one.start)
    .reduce((all, { start, end, text: by }) => all.slice(0, start) + by + all.slice(end), text);
}

function rewritten(text: string, edits: readonly Edit[]): string {
  const { documents } = documentsOf(text);
  return documents.toReversed().reduce((all, { document, offset }, reversed) => {
    const index = documents.length - 1 - reversed;
    const own = edits.filter(({ place }) => place.document === index);
    if (own.length === 0) return all;
    const end =
      documents[index + 1] === undefined ? all.length : all.lastIndexOf("\n---", documents[index + 1]!.offset - 2) + 1;
    for (const { place, keys, value, instead } of own) {
      const path = [...place.path, ...keys];
      if (!document.hasIn(path)) continue;
      if (instead) document.setIn([...path.slice(0, -1), instead.key], document.createNode(instead.value));
      if (value === undefined) document.deleteIn(path);
      else document.setIn(path, value);
    }
    return all.slice(0, offset) + document.toString({ lineWidth: 0 }) + all.slice(end);
  }, text);
}
