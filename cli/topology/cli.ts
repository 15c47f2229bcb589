import { UserError } from "../../core/errors";
import { assertNoneBroken, loadCheckout, environmentNamed } from "../../config/checkout";
import { platform } from "../../platform";
import { inspect } from "../status/inspect";
import { assertPagesAreCurrent, graphOf, pages, writePages } from "./pages";
import { mermaid } from "./mermaid";
import { statesOf } from "./states";
import { svg } from "./svg";

const formats = { mermaid, svg };

/** The options of `npm run topology`. */
interface Options {
  check?: boolean;
  live?: boolean;
  format: keyof typeof formats;
}

/** `npm run topology`. */
export async function topology(stack: string | undefined, { check, live, format }: Options): Promise<void> {
  const directory = process.cwd();
  const checkout = loadCheckout(platform, directory);
  assertNoneBroken(checkout);
  if (stack === undefined && live) throw new UserError("--live is about one environment: name it.");
  if (stack !== undefined && check) throw new UserError("--check is about all environments: name none.");
  if (stack !== undefined) {
    const graph = graphOf(environmentNamed(checkout, stack), directory);
    const states = live ? statesOf((await inspect(platform, stack, directory)).findings) : undefined;
    return void process.stdout.write(formats[format](graph, states));
  }
  const rendered = pages(checkout, directory);
  if (check) {
    assertPagesAreCurrent(rendered, directory);
    return console.log("docs/topology is what the configuration says.");
  }
  console.log(writePages(rendered, directory));
}
