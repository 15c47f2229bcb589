/** Runs a program with a time limit, in a process group of its own, so that it ends with everything that it started. */
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import execa, { type ExecaChildProcess } from "execa";
import { UserError } from "../../../core/errors";

/** How to run a program. */
export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  limitSeconds: number;
  signal?: AbortSignal;
  /** Receives both streams, whole. */
  logFile?: string;
  onErrorLine?: (line: string) => void;
}

/** A program that did not end well: what happened, and the last lines that it wrote. */
export class RunError extends UserError {
  constructor(what: string, tail: readonly string[]) {
    super([what, ...tail.map((line) => `    ${line}`)].join("\n"));
    this.name = "RunError";
  }
}

const TAIL = 20;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs a program to its end and returns what it wrote to its standard output; throws RunError. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  options.signal?.throwIfAborted();
  const child = execa(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    extendEnv: false,
    stdin: "ignore",
    detached: true,
    reject: false,
    maxBuffer: Infinity,
  });
  const log = options.logFile ? createWriteStream(options.logFile, { flags: "a" }) : undefined;
  log?.on("error", () => {});
  const tail: string[] = [];
  const remember = (line: string) => {
    log?.write(`${line}\n`);
    tail.push(line);
    if (tail.length > TAIL) tail.shift();
  };
  if (child.stdout) createInterface({ input: child.stdout }).on("line", remember);
  if (child.stderr) {
    createInterface({ input: child.stderr }).on("line", (line) => {
      remember(line);
      options.onErrorLine?.(line);
    });
  }

  let reason: string | undefined;
  const end = (why: string) => {
    reason ??= why;
    endGroup(child);
  };
  const timer = setTimeout(() => end(`took more than ${options.limitSeconds} s`), options.limitSeconds * 1000);
  const onAbort = () => end("was interrupted");
  options.signal?.addEventListener("abort", onAbort);
  const release = endWithUs(child);
  try {
    const { failed, exitCode, signal, stdout } = await child;
    options.signal?.throwIfAborted();
    if (child.pid === undefined) reason = "can't be started";
    else if (failed) reason ??= `ended with ${signal ?? `code ${exitCode}`}`;
    if (reason !== undefined) throw new RunError(`${command} ${args.slice(0, 2).join(" ")} ${reason}`, tail);
    return stdout;
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", onAbort);
    release();
    log?.end();
  }
}

/** Ends the child's process group: politely, then for good. */
function endGroup(child: ExecaChildProcess): void {
  kill(child, "SIGTERM");
  const timer = setTimeout(() => kill(child, "SIGKILL"), 3000);
  void child.once("close", () => clearTimeout(timer));
}

function kill(child: ExecaChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

const running = new Set<ExecaChildProcess>();

/**
 * A process group of its own does not receive the terminal's Ctrl-C, so pass on what ends us: as long as programs run,
 * by one set of handlers for all. Returns how to stop doing so for this one.
 */
function endWithUs(child: ExecaChildProcess): () => void {
  if (running.size === 0) {
    for (const signal of SIGNALS) process.on(signal, onSignal);
    process.on("exit", onExit);
  }
  running.add(child);
  return () => {
    running.delete(child);
    if (running.size === 0) stopListening();
  };
}

function onExit(): void {
  for (const child of running) kill(child, "SIGKILL");
}

function onSignal(signal: NodeJS.Signals): void {
  for (const child of running) kill(child, "SIGTERM");
  stopListening();
  // Where nobody else handles the signal, it then has its usual effect on us.
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function stopListening(): void {
  for (const signal of SIGNALS) process.removeListener(signal, onSignal);
  process.removeListener("exit", onExit);
}
