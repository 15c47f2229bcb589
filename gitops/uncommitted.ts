import { tryGit } from "../core/git";

/** What Argo CD reads from the repository; the rest of the checkout may be as untidy as it likes. */
export const RENDERED_PATHS = ["k8s", "app-of-apps", "repo.yml"];

/** Delivered files of a checkout that are changed but not committed: Argo CD will not see them. */
export async function uncommittedFiles(checkout: string): Promise<string[]> {
  const format = ["--porcelain=v1", "-z", "--untracked-files=all"];
  const { ok, stdout, stderr } = await tryGit(["-C", checkout, "status", ...format, "--", ...RENDERED_PATHS]);
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
