import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Tree } from "./tree";
import { isRendered } from "./yaml";

/** The folders that hold rendered files; `repo.yml` stands beside them. */
const FOLDERS = ["k8s", "app-of-apps"];
const BASE = "k8s/base";

/** What differs between a tree and the files on disk. */
export interface Difference {
  /** Paths of files that are missing. */
  missing: string[];
  /** Paths of files with other contents. */
  stale: string[];
  /** Paths of rendered files that nothing makes any more. */
  obsolete: string[];
  /** Paths that are to be rendered but hold something that a person wrote. */
  foreign: string[];
}

/** Manifests under `k8s/base` that a person wrote, relative to it. */
export function handWrittenManifests(directory: string): string[] {
  return filesBelow(directory, BASE)
    .filter((path) => /\.ya?ml$/.test(path) && !isRendered(readFileSync(join(directory, path), "utf8")))
    .map((path) => relative(BASE, path))
    .filter((path) => path !== "kustomization.yaml");
}

/** Compares a tree with what is on disk. */
export function compareTree(tree: Tree, directory: string): Difference {
  const difference: Difference = { missing: [], stale: [], obsolete: [], foreign: [] };
  for (const [path, text] of tree) {
    const current = read(join(directory, path));
    if (current === undefined) difference.missing.push(path);
    else if (current !== text) (isRendered(current) ? difference.stale : difference.foreign).push(path);
  }
  const onDisk = FOLDERS.flatMap((folder) => filesBelow(directory, folder));
  difference.obsolete = onDisk.filter((path) => !tree.has(path) && isRendered(read(join(directory, path)) ?? ""));
  return difference;
}

/** Writes what differs, file by file: each appears whole or not at all. */
export function writeTree(tree: Tree, directory: string, { missing, stale, obsolete }: Difference): void {
  for (const path of [...missing, ...stale]) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, tree.get(path) as string);
    renameSync(temporary, file);
  }
  for (const path of obsolete) rmSync(join(directory, path));
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
