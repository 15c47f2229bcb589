/** Finds tools that the user already has and that are good enough. */
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import { programs } from "../../../core/programs";
import type { Tool, ToolName } from "./catalogue";
import { accepts } from "./pathForm";
import { run } from "./run";

/** What a command at this path printed, as long as its file stays the same. */
type Memory = Record<string, { size: number; mtimeMs: number; output: string }>;

/** Where to look, and what to remember. */
export interface SelectOptions {
  /** The value of PATH. */
  path: string;
  /** The toolchain's own directory: what lies in it is ours, not the user's. */
  root: string;
  signal?: AbortSignal;
}

const LIMIT_SECONDS = 10;

/** The acceptable tools on PATH. */
export async function selectFromPath(tools: readonly Tool[], options: SelectOptions): Promise<Map<ToolName, string>> {
  const memoryFile = join(options.root, "path.json");
  const memory = readMemory(memoryFile);
  const before = JSON.stringify(memory);
  const accepted = new Map<ToolName, string>();
  await Promise.all(
    tools.map(async (tool) => {
      if (tool.path?.kind !== "version") return;
      for (const file of candidates(tool.name, options)) {
        const output = await versionOutput(file, tool.path.args, memory, options.signal);
        if (!accepts(tool.path, output)) continue;
        accepted.set(tool.name, file);
        return;
      }
    }),
  );
  for (const { name, path } of tools) {
    if (path?.kind !== "beside") continue;
    const anchor = accepted.get(path.tool as ToolName);
    const file = anchor && programs(name, [dirname(anchor), dirname(realpathSync(anchor))].join(delimiter))[0];
    if (file) accepted.set(name, file);
  }
  if (JSON.stringify(memory) !== before) writeMemory(memoryFile, memory);
  return accepted;
}

function candidates(name: string, { path, root }: SelectOptions): string[] {
  const roots = [root, existsSync(root) ? realpathSync(root) : root];
  const ours = (file: string) => roots.some((dir) => file.startsWith(dir + sep));
  return programs(name, path).filter((file) => !ours(file) && !ours(realpathSync(file)));
}

async function versionOutput(file: string, args: string[], memory: Memory, signal?: AbortSignal): Promise<string> {
  const { size, mtimeMs } = statSync(file);
  const known = memory[file];
  if (known && known.size === size && known.mtimeMs === mtimeMs) return known.output;
  let output: string;
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    output = await run(file, args, { env, limitSeconds: LIMIT_SECONDS, signal });
  } catch {
    // Whatever can't print its version is not what we look for.
    signal?.throwIfAborted();
    return "";
  }
  memory[file] = { size, mtimeMs, output };
  return output;
}

function readMemory(file: string): Memory {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Memory;
  } catch {
    return {};
  }
}

function writeMemory(file: string, memory: Memory): void {
  try {
    writeFileSync(file, `${JSON.stringify(memory, undefined, 2)}\n`);
  } catch {
    // It only saves a few hundred milliseconds next time.
  }
}
