import { reportAndExit } from "../../core/report";
import { platform } from "../../platform";
import { readCommandLine } from "../stack/commandLine";
import { inspect } from "./inspect";
import { reportText } from "./text";

const USAGE = `npm run drift [-- STACK] [--json]

Tells what of a stack is not as it is described: what Pulumi owns, what Argo CD deploys, this checkout, versions.
Reads only. Without a name: the stack that is selected. Exits with 0 where nothing differs, 7 where something does,
and another code where it can't be told.`;

/** Exit code for drift, the one that Pulumi has for changes where none were expected. */
const DRIFT = 7;

async function main(): Promise<void> {
  const asked = await readCommandLine(USAGE);
  if (asked === undefined) return;
  const { stack, json } = asked;
  const report = await inspect(platform, stack, process.cwd());
  console.log(json ? JSON.stringify(report, null, 2) : reportText(report));
  process.exitCode = report.drift ? DRIFT : 0;
}

main().catch(reportAndExit);
