import { parseArgs } from "node:util";
import { UserError } from "../../core/errors";
import { selectedStack } from "./pulumi";

/** What a command is asked that tells something of one stack. */
export interface CommandLine {
  stack: string;
  /** As JSON, for a machine. */
  json: boolean;
}

/**
 * Reads `[STACK] [--json]`; without a name it is the stack that is selected.
 *
 * @returns nothing where it was asked for help, which it has got
 */
export async function readCommandLine(usage: string): Promise<CommandLine | undefined> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return void console.log(usage);
  if (positionals.length > 1) throw new UserError(`One stack at a time.\n\n${usage}`);
  return { stack: positionals[0] ?? (await selectedStack()), json: values.json };
}
