import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { ManifestText } from "../checks/manifest";
import { BASE_PATH } from "../components/application/children";
import { isOrphaned, isUnfinished, writeWhole } from "../core/atomicFile";
import { UserError } from "../core/errors";
import { everything, type Scope } from "./scope";
import { refusedFiles } from "./refusedFiles";
import type { Tree } from "./tree";
import { authorship } from "./yaml";

/** The folders that hold rendered files; `repo.yml` is beside them. */
const FOLDERS = ["k8s", "app-of-apps"];
const MANIFEST = /(\.ya?ml|\/Kustomization)$/;

/** What differs between a tree and the files on disk, by the paths of the files. */
export interface Difference {
  /** Files that are not there. */
  missing: string[];
  /** Rendered files with other contents. */
  stale: string[];
  /** Rendered files that nothing makes any more. */
  obsolete: string[];
  /** Rendered files that a person has edited since. */
  edited: string[];
  /** Files of a person's own in the place of rendered ones. */
  foreign: string[];
  /** Manifests of a person's own where nothing reads them: only those under `k8s/base` are indexed. */
  unread: string[];
}

/** Manifests under `k8s/base` that a person wrote, relative to it. */
export function handWrittenManifests(directory: string): string[] {
  return filesBelow(directory, BASE_PATH)
    .filter((path) => MANIFEST.test(path) && authorship(readFileSync(join(directory, path), "utf8")) === "foreign")
    .map((path) => relative(BASE_PATH, path))
    .filter((path) => path !== "kustomization.yaml");
}

/** The texts of those manifests, and what stands among them that nothing can deploy. */
export function handWrittenTexts(directory: string): ManifestText[] {
  const manifests = handWrittenManifests(directory)
    .map((path) => join(BASE_PATH, path))
    .map((path) => ({ path, text: readFileSync(join(directory, path), "utf8") }));
  return [...manifests, ...refusedFiles(directory)];
}

/** Compares a tree with what is on disk. */
export function compareTree(tree: Tree, directory: string, scope: Scope = everything): Difference {
  const difference: Difference = { missing: [], stale: [], obsolete: [], edited: [], foreign: [], unread: [] };
  const onDisk = FOLDERS.flatMap((folder) => filesBelow(directory, folder)).filter((path) => !isUnfinished(path));
  for (const path of new Set([...tree.keys(), ...onDisk])) {
    const [desired, actual] = [tree.get(path), read(join(directory, path))];
    if (!scope({ path, desired, actual })) continue;
    const kind = differenceOf(path, desired, actual);
    if (kind !== undefined) difference[kind].push(path);
  }
  return difference;
}

function differenceOf(path: string, desired?: string, actual?: string): keyof Difference | undefined {
  if (desired === actual) return undefined;
  if (actual === undefined) return "missing";
  const author = authorship(actual);
  if (author === "edited") return "edited";
  if (desired === undefined && author === "rendered") return "obsolete";
  if (desired === undefined) return MANIFEST.test(path) && !path.startsWith(`${BASE_PATH}/`) ? "unread" : undefined;
  return author === "rendered" ? "stale" : "foreign";
}

/** Writes what differs, file by file: each appears whole or not at all. What a person wrote is left as it is. */
export function writeTree(tree: Tree, directory: string, { missing, stale, obsolete }: Difference): void {
  for (const path of orphanedFiles(directory)) rmSync(join(directory, path), { force: true });
  for (const path of [...missing, ...stale]) {
    try {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeWhole(join(directory, path), tree.get(path) as string);
    } catch (error) {
      const remedy = "See to it, then render again.";
      throw new UserError("Not all was written. What was is whole:", [
        { path, problem: `can't be written (${(error as Error).message})`, remedy },
      ]);
    }
  }
  for (const path of obsolete) {
    rmSync(join(directory, path));
    removeEmptied(directory, dirname(path));
  }
}

/** Removes a folder that is empty now, and those that this leaves empty, but for `k8s` and `app-of-apps` themselves. */
function removeEmptied(directory: string, folder: string): void {
  if (!folder.includes("/") || readdirSync(join(directory, folder)).length > 0) return;
  rmdirSync(join(directory, folder));
  removeEmptied(directory, dirname(folder));
}

/** What a run that was killed has begun to write. */
function orphanedFiles(directory: string): string[] {
  const files = [...readdirSync(directory), ...FOLDERS.flatMap((folder) => filesBelow(directory, folder))];
  return files.filter(isOrphaned);
}

function filesBelow(directory: string, folder: string): string[] {
  try {
    return readdirSync(join(directory, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
