import { isDeepStrictEqual } from "node:util";
import { isMap, isScalar, stringify, type Document, type Pair, type YAMLMap } from "yaml";
import { resolveGo } from "../../core/goYaml";
import { documentsOf, withUnixLines } from "./documents";
import { readManifest, type Place } from "./read";

/** A field of an object in a file that gets another value, or is removed. */
export interface Edit {
  place: Place;
  keys: readonly (string | number)[];
  /** Default: the field is removed. */
  value?: string;
  /** Another field that stands in its place, and its value. */
  instead?: { key: string; value: Readonly<Record<string, string>> };
}

/** A part of a text, and what replaces it. */
interface Splice {
  start: number;
  end: number;
  text: string;
}

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

function spliceOf(text: string, document: Document.Parsed, edit: Edit): Splice | undefined {
  const { value, instead } = edit;
  const keys = [...edit.place.path, ...edit.keys];
  const map = document.getIn(keys.slice(0, -1), true);
  if (!isMap(map)) return undefined;
  const index = map.items.findIndex(({ key }) => isScalar(key) && key.value === keys.at(-1));
  const pair = map.items[index];
  if (pair === undefined) return undefined;
  const [start, end] = [startOf(pair), endOf(pair)];
  if (instead) return start === undefined || end === undefined ? undefined : { start, end, text: showField(instead) };
  if (value === undefined) return map.flow ? inBraces(map, index) : inLines(text, map, index);
  const range = rangeOf(pair.value);
  return (
    range && {
      start: range[0],
      end: range[1],
      text: resolveGo(value) === value ? stringify(value).trimEnd() : JSON.stringify(value),
    }
  );
}

/** The field that stands in another's place, as it is written. */
export function showField({ key, value }: NonNullable<Edit["instead"]>): string {
  const fields = Object.entries(value).map(([name, text]) => `${name}: ${text}`);
  return `${key}: { ${fields.join(", ")} }`;
}

/** A pair of `{ … }` goes with the comma behind it, and the last one with the comma before it. */
function inBraces(map: YAMLMap, index: number): Splice | undefined {
  const [before, pair, after] = [map.items[index - 1], map.items[index]!, map.items[index + 1]];
  const [start, end] = [startOf(pair), endOf(pair)];
  if (start === undefined || end === undefined) return undefined;
  if (after) return { start, end: startOf(after) ?? end, text: "" };
  return before ? { start: endOf(before) ?? start, end, text: "" } : undefined;
}

/** A pair on lines of its own goes with these lines; the first one behind a dash gives its place to the next. */
function inLines(text: string, map: YAMLMap, index: number): Splice | undefined {
  const [pair, after] = [map.items[index]!, map.items[index + 1]];
  const [start, end] = [startOf(pair), endOf(pair)];
  if (start === undefined || end === undefined) return undefined;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const next = after && startOf(after);
  if (text.slice(lineStart, start).trim() !== "")
    return next === undefined ? undefined : { start, end: next, text: "" };
  const content = start + text.slice(start, end).trimEnd().length;
  const lineEnd = text.indexOf("\n", content);
  return { start: lineStart, end: lineEnd === -1 ? text.length : lineEnd + 1, text: "" };
}

function startOf({ key }: Pair): number | undefined {
  return rangeOf(key)?.[0];
}

function endOf({ key, value }: Pair): number | undefined {
  return (rangeOf(value) ?? rangeOf(key))?.[1];
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  return (node as { range?: [number, number, number] } | null)?.range;
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
