/** Runs a program with a time limit, in a process group of its own, so that it ends with everything that it started. */
import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
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
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const log = options.logFile ? createWriteStream(options.logFile, { flags: "a" }) : undefined;
  log?.on("error", () => {});
  const tail: string[] = [];
  const output: string[] = [];
  const remember = (line: string) => {
    log?.write(`${line}\n`);
    tail.push(line);
    if (tail.length > TAIL) tail.shift();
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    remember(line);
    output.push(line);
  });
  createInterface({ input: child.stderr }).on("line", (line) => {
    remember(line);
    options.onErrorLine?.(line);
  });

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
    const failure = await new Promise<string | undefined>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("close", (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? `code ${code}`}`));
    });
    options.signal?.throwIfAborted();
    if (reason ?? failure) throw new RunError(`${command} ${args.slice(0, 2).join(" ")} ${reason ?? failure}`, tail);
    return output.join("\n");
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", onAbort);
    release();
    log?.end();
  }
}

/** Ends the child's process group: politely, then for good. */
function endGroup(child: ChildProcess): void {
  kill(child, "SIGTERM");
  const timer = setTimeout(() => kill(child, "SIGKILL"), 3000);
  child.once("close", () => clearTimeout(timer));
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

const running = new Set<ChildProcess>();

/**
 * A process group of its own does not receive the terminal's Ctrl-C, so pass on what ends us: as long as programs run,
 * by one set of handlers for all. Returns how to stop doing so for this one.
 */
function endWithUs(child: ChildProcess): () => void {
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
