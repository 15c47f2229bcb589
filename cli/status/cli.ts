import { reportAndExit } from "../../core/report";
import { platform } from "../../platform";
import { readCommandLine } from "../stack/commandLine";
import { inspect } from "./inspect";
import { summaryTable } from "./summary";

const USAGE = `npm run status [-- STACK] [--json]

Tells whether a stack is up, and if not, why: its last update, its Applications, its gateway, routes and backends. Then the
base URL of each entry, as clients are configured with it (docs/clients.md).
Without a name: the stack that is selected. Exits with 0 where all is well, 2 where something is not, and 1 where it
can't be told.`;

/** Exit code where something is not as it should be. */
const UNWELL = 2;

async function main(): Promise<void> {
  const asked = await readCommandLine(USAGE);
  if (asked === undefined) return;
  const { stack, json } = asked;
  const summary = await inspect(platform, stack, process.cwd());
  const ok = summary.findings.every((finding) => finding.ok);
  const { findings, served } = summary;
  console.log(json ? JSON.stringify({ stack, ok, findings, served }, null, 2) : summaryTable(summary));
  process.exitCode = ok ? 0 : UNWELL;
}

main().catch(reportAndExit);
