import execa from "execa";
import { UserError } from "../../core/errors";
import { withTemporary } from "./temporary";

/** Minutes until a command of the Pulumi CLI must have ended, where nothing else is said. */
const LIMIT_MINUTES = 15;

/** Time that an interrupted CLI gets to finish the operations that run, and to save its state. */
const SAVE_MS = 30_000;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Which Pulumi CLI runs, where, and for how long. */
export interface Cli {
  /** Default: `pulumi` on PATH. */
  command?: string;
  /** Default: the current directory. */
  cwd?: string;
  /** All of its variables. Default: those of this process. */
  env?: NodeJS.ProcessEnv;
  /** Minutes until a command must have ended. Default 15. */
  minutes?: number;
  /** Interrupts it, as Ctrl-C does. */
  signal?: AbortSignal;
}

interface Streams {
  /** Its standard input: a secret must not be visible in a process list. */
  input?: string;
  onOutput?: (chunk: string) => void;
  onError?: (chunk: string) => void;
}

/** How a command ended. */
export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** A command of the Pulumi CLI that failed. */
export class PulumiError extends UserError {
  constructor(
    what: string,
    /** Why, in the words of the CLI. */
    readonly reason: string,
  ) {
    super(`${what} failed:\n${reason}`);
  }
}

/**
 * Runs the Pulumi CLI to its end.
 *
 * @throws UserError where there is none, it takes too long, or it was interrupted
 */
export async function pulumi(args: readonly string[], options: Cli & Streams = {}): Promise<Outcome> {
  options.signal?.throwIfAborted();
  return withTemporary((temporary) => runIn(temporary, args, options));
}

async function runIn(
  temporary: { TMPDIR: string },
  args: readonly string[],
  { command = "pulumi", cwd, env = process.env, minutes = LIMIT_MINUTES, signal, input = "", ...on }: Cli & Streams,
): Promise<Outcome> {
  // A process group of its own: Ctrl-C reaches it through us alone. At a second one it would end without saving.
  const child = execa(command, args, {
    cwd,
    env: { ...env, ...temporary, PULUMI_SKIP_UPDATE_CHECK: "true" },
    extendEnv: false,
    detached: true,
    // Writing nothing, too, fails where a command has ended before.
    ...(input === "" ? { stdin: "ignore" as const } : { input }),
    reject: false,
    maxBuffer: Infinity,
    stripFinalNewline: false,
  });
  child.stdin?.on("error", () => undefined); // It may end without reading it.
  if (on.onOutput) child.stdout?.setEncoding("utf8").on("data", on.onOutput);
  if (on.onError) child.stderr?.setEncoding("utf8").on("data", on.onError);

  let reason: string | undefined;
  let killer: NodeJS.Timeout | undefined;
  const interrupt = (why: string) => {
    if (reason !== undefined || child.pid === undefined) return;
    reason = why;
    kill(child.pid, "SIGINT");
    killer = setTimeout(kill, SAVE_MS, -child.pid, "SIGKILL");
  };
  const onSignal = () => interrupt("was interrupted");
  const limit = setTimeout(interrupt, minutes * 60_000, `did not end within ${minutes} minutes`);
  signal?.addEventListener("abort", onSignal);
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    const { exitCode, stdout, stderr } = await child;
    signal?.throwIfAborted();
    if (reason !== undefined) throw new UserError(`pulumi ${args[0]} ${reason}.`);
    if (child.pid === undefined)
      throw new UserError("pulumi is not on PATH. Install it: https://www.pulumi.com/docs/install/");
    return { code: exitCode ?? 1, stdout, stderr };
  } finally {
    clearTimeout(limit);
    clearTimeout(killer);
    signal?.removeEventListener("abort", onSignal);
    for (const name of SIGNALS) process.removeListener(name, onSignal);
  }
}

function kill(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // It has just ended by itself.
  }
}

/** Runs a command that must work, and returns its output. */
export async function mustPulumi(args: readonly string[], options?: Cli & Streams): Promise<string> {
  return succeeded(args.slice(0, 2).join(" "), await pulumi(args, options));
}

/** The output of a command that worked. */
export function succeeded(what: string, { code, stdout, stderr }: Outcome): string {
  if (code !== 0) throw new PulumiError(`pulumi ${what}`, stderr.trim() || stdout.trim());
  return stdout;
}
