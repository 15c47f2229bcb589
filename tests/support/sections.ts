import { readFileSync } from "node:fs";

/** A code block of a page, and the file that the sentence before it puts it into. */
export interface Block {
  language: string;
  text: string;
  /** The first file named since the block before, if any. */
  file?: string;
}

/** The code blocks under each `##` heading of a page. */
export function sections(page: string): Map<string, Block[]> {
  const [, ...parts] = readFileSync(page, "utf8").split(/^## /m);
  return new Map(
    parts.map((part) => {
      const title = part.slice(0, part.indexOf("\n"));
      const blocks = part.split(/^```/m).flatMap((text, index, all): Block[] => {
        if (index % 2 === 0) return [];
        const [language = ""] = /^\w*/.exec(text) ?? [];
        const file = [...(all[index - 1] ?? "").matchAll(/`([^`\s]+\.(?:ya?ml|ts))`/g)].at(-1)?.[1];
        return [{ language, text: text.slice(text.indexOf("\n") + 1), ...(file ? { file } : {}) }];
      });
      return [title, blocks];
    }),
  );
}

/** The commands of a section, one a line. */
export function commandsOf(blocks: readonly Block[]): string[] {
  return blocks.filter(({ language }) => language === "bash").flatMap(({ text }) => text.trimEnd().split("\n"));
}
