import { execFile } from "node:child_process";
import { UserError } from "./errors";

/** True if a revision is a commit, and not the name of a branch or tag. */
export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}

/** Result of a git command that was allowed to fail. */
export interface GitResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** It took longer than it may, and was ended. */
  readonly late: boolean;
}

export interface GitOptions {
  /** Seconds until it must have ended. Default: it may take as long as it likes. */
  limitSeconds?: number;
}

/** What a user's environment says of how a server is reached: by which key, through which proxy, with which credentials. */
const REMOTE =
  /^GIT_(SSH|SSH_COMMAND|SSH_VARIANT|SSL_.+|ASKPASS|PROXY_.+|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+))$/;

/**
 * The environment for git commands of ours. In a hook git sets variables that would send every command to the
 * repository of the hook, and a prompt for a password would hang a background process.
 */
export function gitEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const ours = Object.entries(env).filter(([name]) => !name.startsWith("GIT_"));
  return { ...Object.fromEntries(ours), GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
}

/** What a command that talks to a server of the user's needs beside that; it names no repository on this machine. */
export function remoteSettings(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => REMOTE.test(name)));
}

/**
 * Settings for one command, by its environment: they come after those of all files, and after those that an environment
 * carries already.
 */
export function gitConfig(
  settings: readonly (readonly [key: string, value: string])[],
  env: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
  const known = Number(env.GIT_CONFIG_COUNT ?? 0) || 0;
  const entries = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${known + index}`, key],
    [`GIT_CONFIG_VALUE_${known + index}`, value],
  ]);
  const ours = Object.fromEntries(entries) as Record<string, string>;
  return { ...env, ...ours, GIT_CONFIG_COUNT: String(known + settings.length) };
}

/** What git said, in a line: an address in it may carry the credentials of a user's own settings, which are left out. */
export function saidByGit({ stderr, late }: Pick<GitResult, "stderr" | "late">, limitSeconds: number): string {
  if (late) return `git took longer than ${limitSeconds} s`;
  const lines = stderr.replaceAll(/\/\/[^/@\s]*@/g, "//").split("\n");
  return (
    lines
      .map((line) => line.trim())
      .filter(Boolean)
      .join("; ") || "git failed without a word"
  );
}

/** Runs git; an error carries what git said. */
export async function git(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { ok, stdout, stderr } = await tryGit(args, env);
  if (!ok) throw new Error(`git ${args.join(" ")}: ${stderr.trim() || "failed"}`);
  return stdout.trim();
}

export function tryGit(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  { limitSeconds = 0 }: GitOptions = {},
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const options = {
      env: { ...gitEnvironment(), ...env },
      maxBuffer: 64 * 1024 * 1024,
      encoding: "utf8" as const,
      timeout: limitSeconds * 1000,
    };
    execFile("git", [...args], options, (error, stdout, stderr) => {
      if (error && (error as NodeJS.ErrnoException).code === "ENOENT") {
        reject(new UserError("git is not installed; install it (https://git-scm.com/downloads) and start again"));
      } else {
        resolve({ ok: error === null, stdout, stderr, late: error?.killed ?? false });
      }
    });
  });
}
