import { execFile } from "node:child_process";
import type { KubeconfigSource } from "../../components/cluster/spec";
import { UserError } from "../../core/errors";
import { withTemporary } from "./temporary";

/** Minutes until a command of the Pulumi CLI must have ended, where nothing else is said. */
const LIMIT_MINUTES = 15;

/** How a command ended. */
export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

interface Options {
  /** Variables besides those of this process. */
  env?: NodeJS.ProcessEnv;
  /** What it reads from its standard input. */
  input?: string;
  /** What it says goes to the terminal as well. */
  shown?: boolean;
  /** Minutes until it must have ended. Default 15. */
  minutes?: number;
}

/** Runs the Pulumi CLI in the checkout. */
export function pulumi(args: readonly string[], { env, ...options }: Options = {}): Promise<Outcome> {
  return withTemporary((temporary) => runPulumi(args, { ...process.env, ...temporary, ...env }, options));
}

function runPulumi(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { input = "", shown = false, minutes = LIMIT_MINUTES }: Options,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const options = {
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
      timeout: minutes * 60_000,
      killSignal: "SIGINT" as const, // It ends its plugins.
      maxBuffer: 1024 ** 3,
      encoding: "utf8" as const,
    };
    const child = execFile("pulumi", [...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (error?.killed === true) {
        reject(new UserError(`pulumi ${args[0]} did not end within ${minutes} minutes.`));
      } else if (typeof code === "number") resolve({ code, stdout, stderr });
      else reject(new UserError("pulumi is not on PATH. Install it: https://www.pulumi.com/docs/install/"));
    });
    if (shown) {
      child.stdout?.pipe(process.stdout);
      child.stderr?.pipe(process.stderr);
    }
    child.stdin?.on("error", () => undefined); // It may end without reading it.
    child.stdin?.end(input);
  });
}

/** Name of the stack that is selected in the checkout, as `pulumi stack select` left it. */
export async function selectedStack(): Promise<string> {
  const { code, stdout } = await pulumi(["stack", "--show-name"]);
  if (code !== 0) throw new UserError("No stack is selected. Name one, or: pulumi stack select dev");
  return stdout.trim();
}

/** The decrypted configuration of a stack by key. It is read from a pipe and stands in no file, argument or message. */
export async function stackConfiguration(stack: string): Promise<Record<string, string>> {
  const { code, stdout, stderr } = await pulumi(["config", "--show-secrets", "--json", "--stack", stack]);
  if (code !== 0) throw new UserError(`The configuration of stack ${stack} can't be read:\n${stderr.trim()}`);
  const values = JSON.parse(stdout) as Record<string, { value?: string }>;
  return Object.fromEntries(Object.entries(values).map(([key, { value = "" }]) => [key, value]));
}

/** An output of a stack, also where it is a secret; nothing where it has none of that name. */
export async function stackOutput({ stack, output }: KubeconfigSource): Promise<unknown> {
  const { code, stdout, stderr } = await pulumi(["stack", "output", "--show-secrets", "--json", "--stack", stack]);
  if (code !== 0) throw new UserError(`The outputs of stack ${stack} can't be read:\n${stderr.trim()}`);
  return (JSON.parse(stdout) as Record<string, unknown>)[output];
}
