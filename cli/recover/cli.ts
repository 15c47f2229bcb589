import { parseArgs } from "node:util";
import { UserError } from "../../core/errors";
import { reportAndExit } from "../../core/report";
import { platform } from "../../platform";
import { recover } from "./recover";

const USAGE = `npm run recover -- STACK

After a \`pulumi\` that was killed: releases the stack's lock, and brings its state in line with its clusters, in which
nothing is changed. Then \`pulumi up\` or \`pulumi destroy\` goes on. Only while no other \`pulumi\` works on the stack.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(USAGE);
  const [stack, ...more] = positionals;
  // It breaks a lock, so it is told which one.
  if (stack === undefined || more.length > 0) throw new UserError(`Name one stack.\n\n${USAGE}`);
  for (const line of await recover(platform, stack, process.cwd())) console.log(line);
}

main().catch(reportAndExit);
