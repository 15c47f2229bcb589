import { parseArgs } from "node:util";
import { UserError } from "../../core/errors";
import { reportAndExit } from "../../core/report";
import { table } from "../../cli/status/table";
import { COLUMNS, assess, rowsOf, type Figure, type Report, type Result } from "./figure";
import { keep } from "./history";
import { benchHub } from "./hub";
import { benchRender } from "./render";
import { benchSandbox } from "./sandbox";
import { benchScale } from "./scale";
import { benchToolchain } from "./toolchain";
import { benchUnit } from "./unit";

/** What can be measured, by name. */
const benchmarks: Record<string, { takes: string; run: (report: Report) => Promise<void> }> = {
  unit: { takes: "a minute", run: benchUnit },
  sandbox: { takes: "15 minutes", run: benchSandbox },
  scale: { takes: "a minute or two", run: benchScale },
  hub: { takes: "half an hour", run: benchHub },
  render: { takes: "5 minutes, most of them kustomize's", run: benchRender },
  toolchain: { takes: "half an hour: all tools from nothing", run: benchToolchain },
};
/** Measured only when it is requested by name. */
const ON_REQUEST = ["toolchain"];

const USAGE = `npm run bench [-- NAME ...] [--json]

${Object.entries(benchmarks)
  .map(([name, { takes }]) => `  ${name.padEnd(10)} ${takes}${ON_REQUEST.includes(name) ? " (only when named)" : ""}`)
  .join("\n")}`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    allowPositionals: true,
  });
  if (values.help) return console.log(USAGE);
  const unknown = positionals.filter((name) => !Object.hasOwn(benchmarks, name));
  if (unknown.length > 0) throw new UserError(`there is no benchmark "${unknown[0]}"\n\n${USAGE}`);
  const names = positionals.length > 0 ? positionals : Object.keys(benchmarks).filter((n) => !ON_REQUEST.includes(n));
  const figures: Figure[] = [];
  try {
    for (const name of names) await measure(name, figures);
  } finally {
    // What was measured before something failed is worth keeping.
    conclude(figures.map(assess), values.json === true);
  }
}

async function measure(name: string, figures: Figure[]): Promise<void> {
  const { takes, run } = benchmarks[name] as (typeof benchmarks)[string];
  console.error(`\n== ${name} (usually ${takes})`);
  await run((figure) => {
    figures.push(figure);
    console.error(
      rowsOf([assess(figure)])[0]
        ?.filter(Boolean)
        .join("  "),
    );
  });
}

function conclude(results: readonly Result[], json: boolean): void {
  const slower = keep(results);
  console.log(json ? JSON.stringify(results, undefined, 2) : `\n${table(COLUMNS, rowsOf(results))}`);
  for (const line of slower) console.error(`slower than the last time: ${line}`);
}

main().catch(reportAndExit);
