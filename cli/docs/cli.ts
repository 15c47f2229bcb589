import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { UserError } from "../../core/errors";
import { reportAndExit } from "../../core/report";
import { describedEnvironment, referenceFiles } from "./files";

const USAGE = `npm run docs              writes the reference: the configuration, the messages, and the formats of LLM providers
npm run docs -- --check   writes nothing; exits 1 and names the files that are older than their sources`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: "boolean" }, help: { type: "boolean", short: "h" } } });
  if (values.help) return console.log(USAGE);
  const stale = [...(await referenceFiles(describedEnvironment()))].filter(([path, text]) => read(path) !== text);
  if (values.check && stale.length > 0) {
    const faults = stale.map(([path]) => ({ path, problem: "is stale", remedy: "Run `npm run docs` and commit it." }));
    throw new UserError("The reference is not what the schemas say:", faults);
  }
  for (const [path, text] of stale) writeFileSync(path, text);
  console.log(stale.length === 0 ? "The reference is current." : `changed  ${stale.map(([path]) => path).join(", ")}`);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

main().catch(reportAndExit);
