import { isScalar } from "yaml";
import { isPlainObject } from "../../core/merge";
import type { KubernetesObject } from "../object";
import { alterations } from "./alterations";
import { documentsOf, type ManifestDocument } from "./documents";
import { nearestOffset, type Place } from "./place";

/** An object that Kustomize makes of a file. */
export interface ReadObject {
  object: KubernetesObject;
  place: Place;
  /** The line of a field, or of the nearest thing around it. */
  lineOf: (path: readonly (string | number)[]) => number;
}

/** What in a file is no object, or not the one that it seems to be. */
export interface ReadProblem {
  line: number;
  problem: string;
  remedy?: string;
}

/** What aliases may unfold into, in multiples of a document. */
const MAX_ALIASES = 100;
/** Marks objects that Kustomize reads and does not deploy. */
const LOCAL = "config.kubernetes.io/local-config";
const WHOLE_OBJECTS = "Files under k8s/base hold whole objects, one in a document. Other files belong elsewhere.";

/**
 * The objects that Kustomize makes of a file: lists are unfolded, and what is marked as local configuration is left out. Source:
 * kustomize, api/resource/factory.go; kyaml, kio/byteio_reader.go.
 */
export function readManifest(text: string): { objects: ReadObject[]; problems: ReadProblem[] } {
  const { documents, bad } = documentsOf(text);
  const problems: ReadProblem[] = bad.map(({ line, text: separator }) => ({
    line,
    problem: `is no separator of documents: ${JSON.stringify(separator)}`,
    remedy: "Put --- on a line of its own.",
  }));
  const objects = documents.flatMap((document, index) => {
    const read = readDocument(document, index, documents.length === 1);
    problems.push(...read.problems);
    return read.objects;
  });
  return { objects, problems: problems.sort((one, other) => one.line - other.line) };
}

function readDocument(
  { document, line, unread }: ManifestDocument,
  index: number,
  alone: boolean,
): { objects: ReadObject[]; problems: ReadProblem[] } {
  const start = line(document.contents?.range?.[0] ?? document.range[0]);
  const problem = (at: number, what: string, remedy?: string) => ({
    objects: [],
    problems: [{ line: at, problem: what, ...(remedy === undefined ? {} : { remedy }) }],
  });
  const [error] = document.errors;
  if (error) return problem(line(error.pos[0]), `is not valid YAML: ${inBrief(error)}`);
  const [warning] = document.warnings;
  if (warning)
    return problem(line(warning.pos[0]), `${inBrief(warning)}, which Kubernetes does not know`, "Leave it out.");
  const [late] = unread;
  if (late)
    return problem(
      line(late.contents?.range?.[0] ?? late.range[0]),
      "follows the end of a document (...), where Kustomize reads no further",
      "Put --- before it.",
    );
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (thrown) {
    // Aliases of nothing, or that unfold into more than any manifest holds.
    return problem(start, `is not valid YAML: ${inBrief(thrown as Error)}`);
  }
  // Between two separators there may be nothing, or only comments.
  if (value === null || value === undefined) return { objects: [], problems: [] };
  const found = unfold(value, []);
  const lineOf = (path: readonly (string | number)[]) => line(nearestOffset(document, path));
  const problems = [
    ...found.flatMap(({ value: each, path }) => {
      const missing = missingIn(each);
      return missing === undefined
        ? []
        : [{ line: lineOf(path), problem: `is no Kubernetes object: ${missing}`, remedy: WHOLE_OBJECTS }];
    }),
    ...alterations(document).map(({ offset, ...what }) => ({ line: line(offset), ...what })),
  ];
  if (problems.length > 0) return { objects: [], problems };
  const objects = found.map(({ value: each, path }) => ({
    object: withTextAnnotations(each as KubernetesObject, (key) => {
      const node = document.getIn([...path, "metadata", "annotations", key], true);
      return isScalar(node) && (path.length === 0 || (alone && path.length === 2)) ? node.source : undefined;
    }),
    place: { document: index, path },
    lineOf: (below: readonly (string | number)[]) => lineOf([...path, ...below]),
  }));
  return { objects: objects.filter(({ object }) => isDeployed(object)), problems };
}

/** The items of lists, whatever the kind of list, and whatever the depth. */
function unfold(
  value: unknown,
  path: readonly (string | number)[],
): { value: unknown; path: readonly (string | number)[] }[] {
  if (!isPlainObject(value) || typeof value.kind !== "string" || !value.kind.endsWith("List")) return [{ value, path }];
  if (value.items === null) return [];
  if (!Array.isArray(value.items)) return [{ value, path }];
  return value.items.flatMap((item, index) => unfold(item, [...path, "items", index]));
}

/** Values of annotations are text, however they are written: `"true"`. */
function withTextAnnotations(
  object: KubernetesObject,
  sourceOf: (key: string) => string | undefined,
): KubernetesObject {
  const annotations: unknown = object.metadata.annotations;
  if (!isPlainObject(annotations)) return object;
  const texts = Object.entries(annotations).map(([key, value]) => {
    if (typeof value === "string") return [key, sourceOf(key) ?? value] as const;
    return [key, sourceOf(key) ?? (typeof value === "object" && value !== null ? "" : JSON.stringify(value))] as const;
  });
  return { ...object, metadata: { ...object.metadata, annotations: Object.fromEntries(texts) } };
}

function isDeployed({ metadata }: KubernetesObject): boolean {
  const local = metadata.annotations?.[LOCAL];
  return local === undefined || local === "false";
}

/** What is wrong without the excerpt that follows it. */
function inBrief(error: Error & { code?: string }): string {
  if (error.code === "NON_STRING_KEY") return "a key must be a text, and not a list or a mapping";
  return error.message.replace(/ at line .*|\n.*/s, "").replace(/^Unresolved tag: /, "has the tag ");
}

function missingIn(value: unknown): string | undefined {
  if (!isPlainObject(value)) return "it is no mapping of fields";
  for (const path of [["apiVersion"], ["kind"], ["metadata", "name"]]) {
    const found = path.reduce<unknown>((under, key) => (isPlainObject(under) ? under[key] : undefined), value);
    if (typeof found !== "string" || found === "") return `${path.join(".")} is missing or no text`;
  }
  return value.kind === "Kustomization" ? "a Kustomization is read by Kustomize alone" : undefined;
}
