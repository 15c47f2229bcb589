/**
 * The commands that the sandbox runs: those that the user has, and the others built from published Go modules, once.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { resolveAssets, type Assets } from "./assets";
import { buildGroup, prefetch } from "./build";
import { Cache, toolchainDir } from "./cache";
import { GROUPS, TOOLS, type Group, type ToolName } from "./catalogue";
import { findGo, type Go } from "./go";
import { binDirOf, link, linkDirOf } from "./links";
import { progressInLines, progressOnStderr, span } from "./progress";
import { keyOf } from "./recipe";
import { selectFromPath } from "./select";
import { workDir } from "./work";

export type { Assets } from "./assets";
export type { ToolName } from "./catalogue";
export { installPulumiPlugins } from "./plugins";

/** Everything that the sandbox runs and reads. */
export interface Toolchain {
  /**
   * A directory with the tools under their plain names, to be put first on PATH. Pulumi's plugins are not in it:
   * `installPulumiPlugins` puts them where Pulumi wants them.
   */
  binDir: string;
  /** Each tool's file. Of tools that were not requested, the one that an earlier call may have linked. */
  bin: Record<ToolName, string>;
  assets: Assets;
}

/** What to ensure, and how. */
export interface ToolchainOptions {
  /** Only these tools. Default: all that the sandbox runs. */
  only?: readonly ToolName[];
  /** Receives progress messages; by default it goes to standard error, with the progress on a terminal. */
  log?: (line: string) => void;
  signal?: AbortSignal;
}

/** Finds or builds the tools. When all is there already, this takes a fraction of a second and needs no Go. */
export async function ensureToolchain(options: ToolchainOptions = {}): Promise<Toolchain> {
  const { only, log, signal } = options;
  const root = toolchainDir();
  const binDir = binDirOf(root);
  mkdirSync(root, { recursive: true });
  const progress = log ? progressInLines(log) : progressOnStderr();
  const cache = new Cache(root);
  const selected = TOOLS.filter((tool) => (only ? only.includes(tool.name) : !tool.testsOnly));

  const files = await selectFromPath(selected, { path: process.env.PATH ?? "", root, signal });
  for (const [name, file] of files) link(binDir, name, file);

  let toolchain: Promise<Go> | undefined;
  const go = () => (toolchain ??= findGo(signal));
  const groups = GROUPS.filter((group) => group.tools.some((tool) => selected.includes(tool) && !files.has(tool.name)));
  const missing = groups.filter((group) => !cache.has(keyOf(group)));
  if (missing.length > 0) announce(missing, progress.line);

  const ahead = new AbortController();
  let background: Promise<void> | undefined;
  try {
    for (const group of groups) {
      const position = `[${missing.indexOf(group) + 1}/${missing.length}]`;
      const logFile = join(root, "logs", `${group.name}.log`);
      const build = async (output: string, scratch: string) => {
        const context = { go: await go(), progress, position, logFile, signal };
        const later = missing.slice(missing.indexOf(group) + 1);
        background ??= prefetch(later, workDir(root, "ahead"), context.go, ahead.signal);
        await buildGroup(group, output, scratch, context);
      };
      const dir = await cache.ensure(keyOf(group), build, { log: progress.line, signal });
      for (const tool of group.tools) {
        if (files.has(tool.name)) continue;
        files.set(tool.name, join(dir, tool.name));
        link(linkDirOf(tool, files, root), tool.name, join(dir, tool.name));
      }
    }
  } finally {
    ahead.abort();
    await background;
  }
  const bin = Object.fromEntries(
    TOOLS.map((tool) => [tool.name, files.get(tool.name) ?? join(linkDirOf(tool, files, root), tool.name)]),
  );
  return { binDir, bin: bin as Record<ToolName, string>, assets: await resolveAssets(root, go, signal) };
}

function announce(missing: readonly Group[], log: (line: string) => void): void {
  const seconds = missing.reduce((sum, group) => sum + group.seconds, 0);
  const names = missing.flatMap((group) => group.tools.map((tool) => tool.name)).join(", ");
  log(`To build from source, once: ${names}. This usually takes ${span(seconds)} or less on two cores.`);
}
