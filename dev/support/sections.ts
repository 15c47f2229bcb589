import { readFileSync } from "node:fs";

/** A code block of a page, and the file that the sentence before it puts it into. */
export interface Block {
  language: string;
  text: string;
  /** The first file named since the block before, if any. */
  file?: string;
}

/** The code blocks under each heading of a page, by the heading. */
export function sections(page: string): Map<string, Block[]> {
  const [, ...parts] = readFileSync(page, "utf8").split(/^#{2,3} /m);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf("\n")), blocksOf(part)]));
}

function blocksOf(part: string): Block[] {
  let end = 0;
  return [...part.matchAll(/^( *)```(\w*)\n(.*?)^ *```$/gms)].map(
    ([whole, indent = "", language = "", text = ""], index, all) => {
      const start = all[index]!.index;
      const file = [...part.slice(end, start).matchAll(/`([^`\s]+\.(?:ya?ml|ts))`/g)].at(-1)?.[1];
      end = start + whole.length;
      return { language, text: text.replaceAll(new RegExp(`^${indent}`, "gm"), ""), ...(file ? { file } : {}) };
    },
  );
}

/** The commands of a section, each in one line. */
export function commandsOf(blocks: readonly Block[]): string[] {
  return blocks
    .filter(({ language }) => language === "bash")
    .flatMap(({ text }) =>
      text
        .trimEnd()
        .replaceAll(/\\\n\s*/g, "")
        .split("\n"),
    );
}
