import { LineCounter, parseAllDocuments } from "yaml";
import type { KubernetesObject } from "../kube/object";
import type { ValidationError } from "../core/errors";
import { isPlainObject } from "../core/merge";
import { textIn } from "./fields";
import type { Item } from "./inventory";

/** A file that a person wrote. */
export interface ManifestText {
  /** Path in the repository. */
  path: string;
  text: string;
}

/** The objects of files that a person wrote, and an error for whatever in them is none. */
export function readManifests(files: readonly ManifestText[]): { items: Item[]; errors: ValidationError[] } {
  const read = files.map(readManifest);
  return { items: read.flatMap(({ items }) => items), errors: read.flatMap(({ errors }) => errors) };
}

function readManifest({ path, text }: ManifestText): { items: Item[]; errors: ValidationError[] } {
  const items: Item[] = [];
  const errors: ValidationError[] = [];
  const lines = new LineCounter();
  for (const document of parseAllDocuments(text, { lineCounter: lines, merge: true, stringKeys: true })) {
    const line = (offset: number) => `${path}:${lines.linePos(offset).line}`;
    const start = line(document.contents?.range?.[0] ?? document.range[0]);
    const invalid = (where: string, error: Error) =>
      errors.push({ path: where, problem: `is not valid YAML: ${inBrief(error)}` });
    const [syntaxError] = document.errors;
    if (syntaxError) {
      invalid(line(syntaxError.pos[0]), syntaxError);
      continue;
    }
    try {
      const value: unknown = document.toJS({ maxAliasCount: 100 });
      // Between two separators there may be nothing, or only comments.
      const missing = value === null ? undefined : missingIn(value);
      if (missing !== undefined) errors.push(noObject(start, missing));
      else if (value !== null) items.push({ origin: path, handWritten: true, object: value as KubernetesObject });
    } catch (error) {
      // Aliases of nothing, or that unfold into more than any manifest holds.
      invalid(start, error as Error);
    }
  }
  return { items, errors };
}

/** What is wrong without the excerpt that follows it. */
function inBrief(error: Error & { code?: string }): string {
  if (error.code === "NON_STRING_KEY") return "a key must be a text, and not a list or a mapping";
  return error.message.replace(/ at line .*|\n.*/s, "");
}

function noObject(path: string, missing: string): ValidationError {
  return {
    path,
    problem: `is no Kubernetes object: ${missing}`,
    remedy: "Files under k8s/base hold whole objects, one in a document. Other files belong elsewhere.",
  };
}

function missingIn(value: unknown): string | undefined {
  if (!isPlainObject(value)) return "it is no mapping of fields";
  for (const path of [["apiVersion"], ["kind"], ["metadata", "name"]]) {
    if (!textIn(value, ...path)) return `${path.join(".")} is missing or no text`;
  }
  return value.kind === "Kustomization" ? "a Kustomization is read by Kustomize alone" : undefined;
}
