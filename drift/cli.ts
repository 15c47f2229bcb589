import { parseArgs } from "node:util";
import { UserError } from "../config/errors";
import { reportAndExit } from "../config/report";
import { platform } from "../platform";
import { selectedStack } from "../stack/pulumi";
import { inspect } from "./inspect";
import { reportText } from "./text";

const USAGE = `npm run drift [-- STACK] [--json]

Tells what of a stack is not as it is described: what Pulumi owns, what Argo CD deploys, this checkout, versions.
Reads only. Without a name: the stack that is selected. Exits with 0 where nothing differs, 7 where something does,
and another code where it can't be told.`;

/** Exit code for drift, the one that Pulumi has for changes where none were expected. */
const DRIFT = 7;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(USAGE);
  if (positionals.length > 1) throw new UserError(`One stack at a time.\n\n${USAGE}`);
  const stack = positionals[0] ?? (await selectedStack());
  const report = await inspect(platform, stack, process.cwd());
  console.log(values.json ? JSON.stringify(report, null, 2) : reportText(report));
  process.exitCode = report.drift ? DRIFT : 0;
}

main().catch(reportAndExit);
