import { tryGit } from "../core/git";

/** What Argo CD reads from the repository; the rest of the checkout may be as untidy as it likes. */
export const RENDERED_PATHS = ["k8s", "app-of-apps", "repo.yml"];

/**
 * Delivered files of a checkout that are changed but not committed: Argo CD will not see them.
 *
 * @param paths the files and folders that are looked at. Default: all that Argo CD reads
 * @param env variables for git
 */
export async function uncommittedFiles(
  checkout: string,
  paths: readonly string[] = RENDERED_PATHS,
  env: NodeJS.ProcessEnv = {},
): Promise<string[]> {
  const format = ["--porcelain=v1", "-z", "--untracked-files=all"];
  // It would write what it has learned into the index, where a command of the user's may be writing.
  const reading = { ...env, GIT_OPTIONAL_LOCKS: "0" };
  const { ok, stdout, stderr } = await tryGit(["-C", checkout, "status", ...format, "--", ...paths], reading);
  if (!ok) throw new Error(`git status: ${stderr.trim()}`);
  return parseStatus(stdout);
}

/** Paths of `git status --porcelain -z`: a renamed file has its old name as an entry of its own, which is left out. */
export function parseStatus(output: string): string[] {
  const entries = output.split("\0").filter(Boolean);
  const paths: string[] = [];
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    paths.push(entry.slice(3));
    if (/^[RC]|^.[RC]/.test(entry)) i++;
  }
  return paths;
}
