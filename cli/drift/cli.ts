import { platform } from "../../platform";
import { selectedStack } from "../stack/pulumi";
import { inspect } from "./inspect";
import { reportText } from "./text";

/** Exit code for drift, the one that Pulumi has for changes where none were expected. */
const DRIFT = 7;

/** `npm run drift`. */
export async function drift(stack: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const report = await inspect(platform, stack ?? (await selectedStack()), process.cwd());
  console.log(json ? JSON.stringify(report, null, 2) : reportText(report));
  process.exitCode = report.drift ? DRIFT : 0;
}
