/** Ensures the tools named on the command line, or all of them, and prints where they are. */
import { UserError } from "../../../core/errors";
import { report } from "../../../core/report";
import { TOOLS, type ToolName } from "./catalogue";
import { ensureToolchain } from ".";

async function main(args: string[]): Promise<void> {
  const known = TOOLS.map((tool) => tool.name);
  const unknown = args.filter((name) => !(known as string[]).includes(name));
  if (unknown.length > 0) {
    throw new UserError(`there is no tool called ${unknown.join(", ")}; there are: ${known.join(", ")}`);
  }
  const only = args.length > 0 ? (args as ToolName[]) : undefined;
  const interrupt = new AbortController();
  const onSignal = () => interrupt.abort();
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    const { bin, binDir, assets } = await ensureToolchain({ only, signal: interrupt.signal });
    for (const name of only ?? known) console.log(`${name} ${bin[name]}`);
    if (!only) {
      for (const [name, dir] of Object.entries(assets)) console.log(`${name} ${dir}`);
      console.log(`PATH ${binDir}`);
    }
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    throw new UserError("interrupted; what was compiled is kept, so the next run goes on from here");
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  report(error);
  process.exitCode = 1;
});
