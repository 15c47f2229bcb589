import { isOneForArgoCd, isSameRepository } from "../../components/repository/address";
import { sourcesOf, type LiveApplication, type Source } from "./application";

/** What the new tree replaces. */
interface Branch {
  url: string;
  branch: string;
}

/** The projects that this program gives to the Applications of each environment. */
const OF_THIS_PROGRAM = /^agentgateway-infra(-|$)/;

/**
 * Those of other Applications that read the branch from which the new tree comes, such as those of other environments in the
 * layout before: they would take its files for theirs, and delete what they have deployed. Not those of stacks of this program,
 * whose files they are.
 */
export function readersOf(others: readonly LiveApplication[], branch: Branch): LiveApplication[] {
  return others
    .filter(({ spec }) => !OF_THIS_PROGRAM.test(spec.project))
    .filter((application) => sourcesOf(application).some((source) => reads(source, branch)));
}

function reads({ repoURL, chart, targetRevision }: Source, { url, branch }: Branch): boolean {
  if (chart !== undefined || !(isOneForArgoCd(repoURL, url) || isSameRepository(repoURL, url))) return false;
  // Which branch is the default one, only the Git host knows.
  return ["", "HEAD", branch, `refs/heads/${branch}`].includes(targetRevision ?? "");
}
