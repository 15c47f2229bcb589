import { isScalar, Scalar, visit, type Document } from "yaml";
import { dateOf, isRounded, resolveGo } from "../../core/goYaml";

/** A value that would not be in the cluster as it is written. */
interface Alteration {
  /** Where it is in the document's text. */
  offset: number;
  problem: string;
  remedy: string;
}

/** What is nothing, true or false. */
const NO_TEXT = /^(~|null|Null|NULL|true|True|TRUE|false|False|FALSE|)$/;

/** What Go's reader takes for a date, or for no number of JSON, and what JavaScript rounds. */
export function alterations(document: Document.Parsed): Alteration[] {
  const found: Alteration[] = [];
  visit(document, {
    Scalar(key, node, path) {
      if (node.type !== Scalar.PLAIN || node.source === undefined) return;
      const { source } = node;
      const read = key === "key" ? resolveGo(source) : node.value;
      const date =
        node.tag === undefined && dateOf(source) !== undefined && !isAnnotation(path) ? dateOf(source) : undefined;
      const quote = `Write it in quotes: "${source}".`;
      const report = (problem: string) =>
        found.push({ offset: node.range?.[0] ?? 0, problem: `${source} ${problem}`, remedy: quote });
      if (date !== undefined) report(`is a date to Kustomize, which deploys "${date}"`);
      else if (typeof read === "number" && !Number.isFinite(read)) report("is no number that an object can hold");
      else if (typeof read === "number" && isRounded(source))
        report("is too large to be compared with what the cluster has");
      else if (key === "key" && typeof read === "number" && (String(read) !== source || !Number.isInteger(read)))
        report("is a number to Kustomize, and a key is a text");
      else if (key === "key" && NO_TEXT.test(source)) report("is no text to Kustomize, and a key is");
    },
  });
  return found;
}

/** Kustomize keeps annotations as they are written. */
function isAnnotation(path: readonly unknown[]): boolean {
  const keys = path.flatMap((node) => (isPair(node) && isScalar(node.key) ? [node.key.value] : []));
  return (
    keys.at(-3) === "metadata" &&
    keys.at(-2) === "annotations" &&
    (keys.length === 3 || (keys.length === 4 && keys[0] === "items"))
  );
}

function isPair(node: unknown): node is { key: unknown } {
  return typeof node === "object" && node !== null && "key" in node;
}
