/** The committed Go modules from which groups are built. */
import { createHash } from "node:crypto";
import { cpSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { EntryKey } from "./cache";
import { GO_TOOLCHAIN, type Group } from "./catalogue";
import { WITHOUT_DWARF } from "./go";
import { STEPS_REVISION } from "./steps";

/** The directory with the committed Go modules, one per recipe. */
export const MODULES_DIR = join(__dirname, "modules");

/** Copies a recipe to where it may be changed: some builds add generated files to it. */
export function copyRecipe(recipe: string, to: string): void {
  cpSync(join(MODULES_DIR, recipe), to, { recursive: true });
}

/** The linker flags of a group: no symbol tables, and the version that the tool is to report. */
export function ldflagsOf({ variables = {} }: Group): string {
  return ["-s -w", ...Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`)].join(" ");
}

/** The compiler flags of a group. They replace those in GOFLAGS, and the last that fits a package counts for it. */
export function compilerFlagsOf({ unoptimized }: Group): string[] {
  return unoptimized ? [WITHOUT_DWARF, `-gcflags=${unoptimized}=-dwarf=false -N -l`] : [];
}

/** The key of a group's cache entry: it changes with everything that the binaries are made from. */
export function keyOf(group: Group): EntryKey {
  const { name, version } = group.tools[0]!;
  const inputs = {
    go: GO_TOOLCHAIN,
    platform: `${process.platform}/${process.arch}`,
    flags: [...compilerFlagsOf(group), ldflagsOf(group)],
    packages: group.tools.map((tool) => [tool.name, tool.package]),
    step: group.step && [group.step, STEPS_REVISION],
    sources: hashSources(group.recipe, ["go.mod", "go.sum", ...(group.sources ?? [])]),
  };
  const hash = createHash("sha256").update(JSON.stringify(inputs)).digest("hex");
  return { name: `${group.tools.length > 1 ? group.name : name}-${version}`, hash: hash.slice(0, 12) };
}

/** A hash over files of a recipe, and over the whole of its directories. */
export function hashSources(recipe: string, sources: readonly string[]): string {
  const digest = createHash("sha256");
  const add = (path: string) => {
    const file = join(MODULES_DIR, recipe, path);
    if (statSync(file).isDirectory()) {
      for (const name of readdirSync(file).sort()) add(join(path, name));
    } else {
      digest.update(`${path}\0`).update(readFileSync(file)).update("\0");
    }
  };
  sources.forEach(add);
  return digest.digest("hex");
}
