/** Where tools are found under their plain names: symbolic links to the cache or to what the user has. */
import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { Tool, ToolName } from "./catalogue";

/** The directory to put first on PATH, below a toolchain directory. */
export const binDirOf = (root: string): string => join(root, "bin");

/** Where a tool's link belongs: mostly in the directory for PATH, but not for those that must not be on it. */
export function linkDirOf(tool: Tool, files: ReadonlyMap<ToolName, string>, root: string): string {
  if (tool.plugin) return join(root, "plugins");
  const companion = tool.companionOf && files.get(tool.companionOf);
  // Nothing is put beside what the user has installed.
  return companion?.startsWith(root + sep) ? dirname(companion) : binDirOf(root);
}

/** Points `dir/name` to a file. The name works at every moment, also while others use it. */
export function link(dir: string, name: string, target: string): void {
  const path = join(dir, name);
  if (targetOf(path) === target) return;
  mkdirSync(dir, { recursive: true });
  const fresh = join(dir, `.${name}.${process.pid}`);
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, path);
}

function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
