import { platform } from "../../platform";
import { selectedStack } from "../stack/pulumi";
import { inspect } from "./inspect";
import { summaryTable } from "./summary";

/** Exit code where something is not as it should be. */
const UNWELL = 2;

/** `npm run status`. */
export async function status(named: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const stack = named ?? (await selectedStack());
  const summary = await inspect(platform, stack, process.cwd());
  const ok = summary.findings.every((finding) => finding.ok);
  const { findings, served } = summary;
  console.log(json ? JSON.stringify({ stack, ok, findings, served }, null, 2) : summaryTable(summary));
  process.exitCode = ok ? 0 : UNWELL;
}
