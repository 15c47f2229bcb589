import { execFile } from "node:child_process";
import { UserError } from "../../core/errors";

/** What Argo CD reads of the repository. */
const DELIVERED = ["k8s", "app-of-apps"];

/**
 * Checks that a commit has the tree of this checkout: from another one Argo CD would deploy something else than was planned.
 *
 * @param commit what Argo CD read last, if it read anything
 */
export async function assertPublished(commit: string | undefined, branch: string): Promise<void> {
  if (commit !== undefined && (await isSame(commit))) return;
  throw new UserError(
    `The branch ${branch} that Argo CD reads (at ${commit?.slice(0, 12) ?? "no commit"}) does not have the files of this checkout. ` +
      "Nothing was deleted, and the Applications sync nothing. Commit, push, and run this again.",
  );
}

/** A commit that the checkout does not know is not that of its files either. */
function isSame(commit: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile("git", ["diff", "--quiet", commit, "--", ...DELIVERED], (error) => resolve(error === null));
  });
}
