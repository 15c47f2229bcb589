import type { ReadOutput } from "../../components/cluster/source";
import { UserError } from "../../core/errors";
import { pulumi } from "./run";

/** Name of the stack that is selected in the checkout, as `pulumi stack select` left it. */
export async function selectedStack(): Promise<string> {
  const { code, stdout } = await pulumi(["stack", "--show-name"]);
  if (code !== 0) throw new UserError("No stack is selected. Name one, or: pulumi stack select dev");
  return stdout.trim();
}

/** The decrypted configuration of a stack by key. It is read from a pipe, and written to no file, argument or message. */
export async function stackConfiguration(stack: string): Promise<Record<string, string>> {
  const values = await read<Record<string, { value?: string }>>("configuration", stack, ["config", "--show-secrets"]);
  return Object.fromEntries(Object.entries(values).map(([key, { value = "" }]) => [key, value]));
}

/** An output of a stack, also where it is a secret; nothing where it has none of that name. */
export const stackOutput: ReadOutput = async ({ stack, output }) =>
  (await read<Record<string, unknown>>("outputs", stack, ["stack", "output", "--show-secrets"]))[output];

/** An update of a stack. */
export interface StackUpdate {
  kind: string;
  result?: string;
  startTime: string;
  endTime?: string;
  resourceChanges?: Record<string, number>;
}

/** The last updates of a stack, the newest first. */
export async function stackHistory(stack: string, count: number): Promise<StackUpdate[]> {
  const args = ["stack", "history", "--page-size", String(count)];
  return (await read<StackUpdate[] | null>("history", stack, args)) ?? [];
}

async function read<T>(what: string, stack: string, args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await pulumi([...args, "--json", "--stack", stack]);
  if (code !== 0) throw new UserError(`The ${what} of stack ${stack} can't be read:\n${stderr.trim()}`);
  return JSON.parse(stdout) as T;
}
