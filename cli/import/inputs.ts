import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseAllDocuments } from "yaml";
import { UserError, type ValidationError } from "../../core/errors";
import { isPlainObject, type PlainObject } from "../../core/merge";
import type { KubernetesObject } from "../../kube/object";
import { readManifest } from "../../kube/kustomize/read";
import { isLiteLlm } from "./litellm/read";

/** What the files of a command line hold. */
export interface Inputs {
  litellm: PlainObject[];
  objects: KubernetesObject[];
}

/** The name of standard input on a command line. */
const STANDARD_INPUT = "-";

const WHOLE = "Name files with whole objects of Kubernetes, one in a document, or with LiteLLM's configuration.";

/** What is wrong with a file that can't be read, by the system's code. */
const UNREADABLE: Readonly<Record<string, [problem: string, remedy: string]>> = {
  ENOENT: ["is not there", "Name a file, or - for standard input."],
  EISDIR: ["is a directory", "Name its files."],
  EACCES: ["may not be read by you", "Change its permissions."],
};

/**
 * Reads files of manifests and of LiteLLM's configuration.
 *
 * @param directory where the user is, by which relative names are meant
 * @throws UserError with all that can't be read
 */
export function readInputs(files: readonly string[], directory: string): Inputs {
  const errors: ValidationError[] = [];
  const inputs: Inputs = { litellm: [], objects: [] };
  for (const file of files) {
    const text = textOf(file, directory, errors);
    if (text === undefined) continue;
    const read = readText(text);
    inputs.litellm.push(...read.litellm);
    inputs.objects.push(...read.objects);
    errors.push(...read.problems.map((each) => ({ ...each, path: `${nameOf(file)}, ${each.path}` })));
  }
  if (errors.length > 0) throw new UserError("The input can't be read:", errors);
  return inputs;
}

function textOf(file: string, directory: string, errors: ValidationError[]): string | undefined {
  try {
    return readFileSync(file === STANDARD_INPUT ? 0 : resolve(directory, file), "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const known = UNREADABLE[code];
    if (known === undefined) throw error;
    errors.push({ path: nameOf(file), problem: known[0], remedy: known[1] });
    return undefined;
  }
}

function nameOf(file: string): string {
  return file === STANDARD_INPUT ? "standard input" : file;
}

/** The content of one file, whatever of the two it is. */
export function readText(text: string): Inputs & { problems: ValidationError[] } {
  const litellm = liteLlmIn(text);
  if (litellm !== undefined) return { litellm: [litellm], objects: [], problems: [] };
  const { objects, problems } = readManifest(text);
  return {
    litellm: [],
    objects: objects.map(({ object }) => object),
    problems: problems.map(({ line, ...what }) => ({ path: `line ${line}`, ...withoutExcerpt(what) })),
  };
}

/** What is wrong, without a piece of the file, which may be a key. */
function withoutExcerpt({ problem, remedy }: { problem: string; remedy?: string }): {
  problem: string;
  remedy?: string;
} {
  if (problem.startsWith("is no Kubernetes object")) return { problem, remedy: WHOLE };
  // Others begin with the value that they are about.
  if (!/^(is|has|follows) /.test(problem))
    return { problem: "has a value that programs read differently", remedy: "Put it in quotes." };
  return { problem: problem.replace(/: ".*$/s, ""), ...(remedy !== undefined && { remedy }) };
}

function liteLlmIn(text: string): PlainObject | undefined {
  const documents = parseAllDocuments(text);
  const [document] = documents;
  if (documents.length !== 1 || document === undefined || document.errors.length > 0) return undefined;
  try {
    const value: unknown = document.toJS();
    return isPlainObject(value) && isLiteLlm(value) ? value : undefined;
  } catch {
    // Aliases of nothing: the reader of manifests says so.
    return undefined;
  }
}
