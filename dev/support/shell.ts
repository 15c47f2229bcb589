import { isDeepStrictEqual } from "node:util";
import assert from "node:assert/strict";
import execa from "execa";

/** How a command ended. */
export interface Outcome {
  code: number;
  stdout: string;
  /** Standard output and standard error, as they came. */
  all: string;
}

/** Fails with the end of what the command said. */
export function assertCode({ code, all }: Outcome, expected: number): void {
  assert.equal(code, expected, all.slice(-6000));
}

/** Fails unless a command failed, and said so. */
export function assertRefused({ code, all }: Outcome, message: RegExp): void {
  assert.notEqual(code, 0, all.slice(-6000));
  assert.match(all, message);
}

/** Runs a command to its end, or to a time limit, after which it has failed. */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env, minutes = 10, input = "" }: RunOptions,
): Promise<Outcome> {
  const child = execa(command, args, {
    cwd,
    env,
    extendEnv: false,
    // Writing nothing, too, fails where a command has ended before.
    ...(input === "" ? { stdin: "ignore" as const } : { input }),
    all: true,
    timeout: minutes * 60_000,
    reject: false,
    maxBuffer: Infinity,
    stripFinalNewline: false,
  });
  child.stdin?.on("error", () => undefined); // A command may end without reading it.
  const result = await child;
  if (child.pid === undefined) throw result as unknown as Error;
  return { code: result.exitCode ?? 1, stdout: result.stdout, all: result.all ?? "" };
}

export interface RunOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Time limit in minutes. Default 10. */
  minutes?: number;
  input?: string;
}

/** The variables that a script of `export` lines sets. */
export async function variablesOf(exportLines: string): Promise<NodeJS.ProcessEnv> {
  const script = `${exportLines}\nexec "${process.execPath}" -e 'process.stdout.write(JSON.stringify(process.env))'`;
  const { stdout } = await run("bash", ["-c", script], { cwd: "/", env: process.env });
  return JSON.parse(stdout) as NodeJS.ProcessEnv;
}

/** Repeats a check until it says `true`, or fails saying what it waited for; a text is what the check has seen instead. */
export async function eventually(what: string, seconds: number, check: () => Promise<boolean | string>): Promise<void> {
  const end = performance.now() + seconds * 1000;
  for (let seen = await check(); seen !== true; seen = await check()) {
    if (performance.now() > end)
      throw new Error(`waited ${seconds} s in vain: ${what}${seen && `; last seen: ${seen}`}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Repeats a reading until it is as expected, for half a minute: a definition that was just made takes a moment to be served. */
export async function eventuallyEqual<T>(read: () => Promise<T>, expected: T): Promise<void> {
  const end = performance.now() + 30_000;
  for (;;) {
    const found = await read();
    if (isDeepStrictEqual(found, expected) || performance.now() > end) return assert.deepEqual(found, expected);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
