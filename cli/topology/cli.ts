import { together, UserError } from "../../core/errors";
import { loadCheckout, environmentNamed } from "../../config/checkout";
import { platform } from "../../platform";
import { inspect } from "../status/inspect";
import { graphOf, outdatedPages, pages, writePages } from "./pages";
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
  if (stack === undefined && live) throw new UserError("--live is about one environment: name it.");
  if (stack !== undefined && check) throw new UserError("--check is about all environments: name none.");
  if (stack !== undefined) {
    const graph = graphOf(environmentNamed(checkout, stack), directory);
    const states = live ? statesOf((await inspect(platform, stack, directory)).findings) : undefined;
    return void process.stdout.write(formats[format](graph, states));
  }
  const rendered = pages(checkout, directory);
  const left = checkout.broken.map(({ stack }) => stack);
  const problems = checkout.broken.map(({ error }) => error);
  if (check) {
    const stale = outdatedPages(rendered, directory, left);
    if (stale !== undefined) problems.unshift(stale);
  } else console.log(writePages(rendered, directory, left));
  if (problems.length > 0) throw together(problems);
  if (check) console.log("docs/topology is what the configuration says.");
}
