import { isMap, isScalar, stringify, type Document, type Pair, type YAMLMap } from "yaml";
import { resolveGo } from "../../core/goYaml";
import type { Place } from "./place";

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
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** What an edit replaces in the text of a document; nothing where it does not show there alone. */
export function spliceOf(text: string, document: Document.Parsed, edit: Edit): Splice | undefined {
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
