import { UserError } from "../../core/errors";
import { tryGit } from "../../core/git";
import { RENDERED_PATHS } from "../../gitops/uncommitted";

/**
 * Checks that a commit has the tree of this checkout: from another one Argo CD would deploy something else than was planned.
 *
 * @param commit what Argo CD read last, if it read anything
 */
export async function assertPublished(
  commit: string | undefined,
  branch: string,
  checkout = process.cwd(),
): Promise<void> {
  // A commit that the checkout does not know is not that of its files either.
  if (commit !== undefined && (await tryGit(["-C", checkout, "diff", "--quiet", commit, "--", ...RENDERED_PATHS])).ok)
    return;
  throw new UserError(
    `The branch ${branch} that Argo CD reads (at ${commit?.slice(0, 12) ?? "no commit"}) does not have the files of this checkout. ` +
      "Nothing was deleted, and the Applications sync nothing. Commit, push, and run this again.",
  );
}
