import { execFile } from "node:child_process";
import { UserError } from "../core/errors";

/** Result of a git command that was allowed to fail. */
export interface GitResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The environment for git commands of ours. In a hook git sets variables that would send every command to the
 * repository of the hook, and a prompt for a password would hang a background process.
 */
export function gitEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const ours = Object.entries(env).filter(([name]) => !name.startsWith("GIT_"));
  return { ...Object.fromEntries(ours), GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
}

/** Runs git; an error carries what git said. */
export async function git(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { ok, stdout, stderr } = await tryGit(args, env);
  if (!ok) throw new Error(`git ${args.join(" ")}: ${stderr.trim() || "failed"}`);
  return stdout.trim();
}

export function tryGit(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...gitEnvironment(), ...env }, maxBuffer: 64 * 1024 * 1024, encoding: "utf8" as const };
    execFile("git", [...args], options, (error, stdout, stderr) => {
      if (error && (error as NodeJS.ErrnoException).code === "ENOENT") {
        reject(new UserError("git is not installed; install it (https://git-scm.com/downloads) and start again"));
      } else {
        resolve({ ok: error === null, stdout, stderr });
      }
    });
  });
}
