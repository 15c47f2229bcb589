import { parseArgs } from "node:util";
import { UserError } from "../../core/errors";
import { describeCheckout, environmentNamed } from "../../config/rendered";
import { reportAndExit } from "../../core/report";
import { platform } from "../../platform";
import { inspect } from "../status/inspect";
import { assertPagesAreCurrent, graphOf, pages, writePages } from "./pages";
import { mermaid } from "./mermaid";
import { statesOf } from "./states";
import { svg } from "./svg";

const USAGE = `npm run topology                                      draws every environment, into docs/topology/
npm run topology -- --check                           writes nothing; exits 1 and names the pictures that are not current
npm run topology -- STACK [--format mermaid|svg]      prints the picture of one environment
npm run topology -- STACK --live [--format ...]       and what its clusters say: whether each object is as it should be`;

const formats = { mermaid, svg };

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: "boolean" },
      live: { type: "boolean" },
      format: { type: "string", default: "mermaid" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(USAGE);
  const directory = process.cwd();
  const described = describeCheckout(platform, directory);
  const [stack, ...more] = positionals;
  const together = more.length > 0 || (stack === undefined ? values.live : values.check);
  if (together) throw new UserError(`These do not go together.\n\n${USAGE}`);
  if (stack !== undefined) {
    const draw = formats[values.format as keyof typeof formats];
    if (draw === undefined) throw new UserError(`--format is mermaid or svg, not ${values.format}.`);
    const graph = await graphOf(environmentNamed(described, stack), directory);
    const states = values.live ? statesOf((await inspect(platform, stack, directory)).findings) : undefined;
    return void process.stdout.write(draw(graph, states));
  }
  const made = await pages(described, directory);
  if (values.check) {
    assertPagesAreCurrent(made, directory);
    return console.log("docs/topology is what the configuration says.");
  }
  console.log(writePages(made, directory));
}

main().catch(reportAndExit);
