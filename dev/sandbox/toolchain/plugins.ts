/** Puts our provider plugins where the Pulumi CLI looks for them; on PATH it would warn at each use. */
import { mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TOOLS } from "./catalogue";
import type { Toolchain } from ".";
import { run } from "./run";

const LIMIT_SECONDS = 120;

/** The binary that each plugin was installed from: a cache entry has a new path whenever its content changes. */
type Sources = Record<string, string>;

/** Installs the plugins into a PULUMI_HOME; does nothing for those that are there already. */
export async function installPulumiPlugins(toolchain: Toolchain, pulumiHome: string): Promise<void> {
  mkdirSync(pulumiHome, { recursive: true });
  const memory = join(pulumiHome, "toolchain-plugins.json");
  const sources = readSources(memory);
  for (const { name, version, plugin } of TOOLS) {
    if (!plugin) continue;
    const source = realpathSync(toolchain.bin[name]);
    const installed = join(pulumiHome, "plugins", `resource-${plugin}-v${version}`, name);
    if (sources[installed] === source && sizeOf(installed) === sizeOf(source)) continue;
    const args = ["plugin", "install", "resource", plugin, version, "--file", source, "--reinstall"];
    await run(toolchain.bin.pulumi, args, {
      env: { ...process.env, PULUMI_HOME: pulumiHome, PULUMI_SKIP_UPDATE_CHECK: "true" },
      limitSeconds: LIMIT_SECONDS,
    });
    sources[installed] = source;
    writeFileSync(memory, `${JSON.stringify(sources, undefined, 2)}\n`);
  }
}

function readSources(memory: string): Sources {
  try {
    return JSON.parse(readFileSync(memory, "utf8")) as Sources;
  } catch {
    return {};
  }
}

function sizeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size;
}
