import { parseArgs } from "node:util";
import { UserError } from "../../core/errors";
import { describeCheckout, environmentNamed } from "../../config/rendered";
import { reportAndExit } from "../../core/report";
import { handWrittenTexts } from "../../gitops/files";
import { platform } from "../../platform";
import { judge } from "../../policy/judge";
import { readSettings } from "../../policy/settings";

const USAGE = `npm run policy               asks the rules of policy/ about every environment that is in Git
npm run policy -- STACK...   about these
Exits 1 and names what violates a rule that must hold there (policy/<stack>.json).`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(USAGE);
  const directory = process.cwd();
  const described = describeCheckout(platform, directory);
  const asked =
    positionals.length > 0 ? positionals.map((name) => environmentNamed(described, name)) : described.environments;
  const handWritten = handWrittenTexts(directory);
  const broken: string[] = [];
  for (const environment of asked) {
    const { name } = environment;
    const { faults, advice, asked, excepted } = await judge(environment, handWritten, readSettings(directory, name));
    if (advice.length > 0) console.log(new UserError(`Advice for ${name}:`, advice).message);
    if (faults.length > 0) broken.push(new UserError(`The policy of ${name} is not met:`, faults).message);
    else console.log(`${name}: ${asked.length} rules hold${excepted > 0 ? `, with ${excepted} exceptions` : ""}.`);
  }
  if (broken.length > 0) throw new UserError(broken.join("\n"));
}

main().catch(reportAndExit);
