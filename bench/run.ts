import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { UserError } from "../config/errors";
import { reportAndExit } from "../config/report";
import { benchRender } from "./render";

/** What can be measured, by name. Each returns the rows of a table. */
const benchmarks: Record<string, () => Promise<object[]>> = { render: benchRender };

async function main(): Promise<void> {
  const name = process.argv[2] ?? "";
  const measure = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
  if (measure === undefined) {
    throw new UserError(`npm run bench -- <${Object.keys(benchmarks).join("|")}>`);
  }
  const rows = await measure();
  console.table(rows);
  const results = join(__dirname, "results");
  mkdirSync(results, { recursive: true });
  const machine = { node: process.version, processors: cpus().length, model: cpus()[0]?.model };
  const file = join(results, `${name}.json`);
  writeFileSync(file, `${JSON.stringify({ measured: new Date().toISOString(), machine, rows }, undefined, 2)}\n`);
  console.log(`written to ${file}`);
}

main().catch(reportAndExit);
