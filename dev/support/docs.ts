import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import { parse } from "yaml";
import { PROJECT } from "../../config/stackfile";
import { isPlainObject, type PlainObject } from "../../core/merge";

/** The contents of a page's code blocks in a language. */
export function codeBlocks(page: string, language: string): string[] {
  const blocks = readFileSync(page, "utf8").matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...blocks].filter((block) => block[1] === language).map((block) => block[2] ?? "");
}

/** The entries of a catalogue that a page's TypeScript blocks show. A name means one thing on a page. */
export function documentedEntries(page: string): PlainObject {
  const entries: PlainObject = {};
  for (const block of codeBlocks(page, "ts")) {
    const shown: unknown = runInThisContext(`({${block}})`);
    if (!isPlainObject(shown)) throw new Error(`no entries: ${block}`);
    for (const [name, entry] of Object.entries(shown)) {
      if (name in entries) throw new Error(`${page} shows "${name}" twice`);
      entries[name] = entry;
    }
  }
  return entries;
}

/** What a block of YAML sets in a stack file, by the names that the program gives its fields. Nothing where it is no stack file. */
export function documentedConfig(block: string): PlainObject {
  const shown: unknown = parse(block);
  if (!isPlainObject(shown) || !isPlainObject(shown.config)) return {};
  return Object.fromEntries(
    Object.entries(shown.config).map(([key, value]) => {
      if (!key.startsWith(`${PROJECT}:`)) throw new Error(`no field of the program: ${key}`);
      return [key.slice(PROJECT.length + 1), value];
    }),
  );
}
