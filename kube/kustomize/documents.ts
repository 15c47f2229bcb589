import { LineCounter, type Document } from "yaml";
import { parseGoYaml } from "../../core/goYaml";

/** A document of a file. */
export interface ManifestDocument {
  document: Document.Parsed;
  /** Where its text begins in the file's. */
  offset: number;
  /** The line of the file of a place in its text. */
  line: (offset: number) => number;
  /** What follows it before the next separator, which Kustomize does not read. */
  unread: readonly Document.Parsed[];
}

/** A separator with something behind it, which Kustomize refuses. */
export interface BadSeparator {
  line: number;
  text: string;
}

/** A file's text as Kustomize divides it: by lines that begin with three dashes, before it reads any YAML. Source: kyaml, kio. */
export function documentsOf(file: string): { documents: ManifestDocument[]; bad: BadSeparator[] } {
  const text = withUnixLines(file);
  const documents: ManifestDocument[] = [];
  const bad: BadSeparator[] = [];
  let start = 0;
  for (const separator of text.matchAll(/\n---.*\n/g)) {
    const behind = separator[0].slice(4).trim();
    if (behind !== "" && !behind.startsWith("#"))
      bad.push({ line: lineAt(text, separator.index) + 1, text: separator[0].trim() });
    documents.push(documentOf(text, start, separator.index + 1));
    start = separator.index + separator[0].length;
  }
  documents.push(documentOf(text, start, text.length));
  return { documents, bad };
}

/** A text with the line ends that offsets in it count by. */
export function withUnixLines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function documentOf(text: string, start: number, end: number): ManifestDocument {
  const lines = new LineCounter();
  const [document, ...unread] = parseGoYaml(text.slice(start, end), lines);
  const before = lineAt(text, start) - 1;
  return {
    document: document ?? (parseGoYaml("null")[0] as Document.Parsed),
    offset: start,
    line: (offset) => before + lines.linePos(offset).line,
    unread: unread.filter(({ contents }) => contents !== null),
  };
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
