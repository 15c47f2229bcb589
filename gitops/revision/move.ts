import type { Commit, Comparison } from "./compare";
import { commitList, commitText, shortCommit } from "./messages";
import { commitToDeploy, type Standing } from "./standing";

/** Commits that are listed of one direction. */
const LISTED = 20;

/**
 * What a preview says of an environment that follows commits: the commits between the one that is deployed and the
 * checkout's, and how much the branch has beyond it. Nothing where it stays where the branch is.
 *
 * @param name the environment
 * @param from the commit that is deployed; none before the first `pulumi up`
 * @param move the checkout beside that commit; none where it is not known
 */
export function moveText(name: string, standing: Standing, from?: string, move?: Comparison): string | undefined {
  const parts = [movement(name, standing, from, move), beyond(standing)].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join("\n") : undefined;
}

function movement(name: string, standing: Standing, from?: string, move?: Comparison): string | undefined {
  const { head, remote } = standing;
  const to = commitToDeploy(standing) ?? "";
  if (from === undefined || from === to) return undefined;
  const way = `from ${shortCommit(from)} to ${shortCommit(to)}`;
  if (head === undefined) return `${name} goes ${way}. This checkout has no commits, so those between are not known.`;
  const same = move?.files.length === 0 ? "\nNone of them changes a file that this environment is made of." : "";
  switch (move?.relation) {
    case "ahead":
      return `${name} goes forward ${way}, by ${list(move.ahead)}${same}`;
    case "behind":
      return `${name} goes back ${way}, and loses ${list(move.behind)}${same}`;
    case "diverged":
      return `${name} goes ${way}, which is no successor: it loses ${list(move.behind)}\nand gets ${list(move.ahead)}${same}`;
    case "unknown":
      return `${name} goes ${way}. This checkout is shallow, so the commits between are not known: git fetch --unshallow ${remote}`;
    default:
      return `${name} goes ${way}. The first of them can't be fetched, so the commits between are not known.`;
  }
}

/** No error: it is how one goes back, and how one takes a part of what is new. */
function beyond({ comparison, branch }: Standing): string | undefined {
  if (comparison?.relation !== "behind") return undefined;
  return `${branch} has more, which is not deployed: ${commitList(comparison.behind)}`;
}

function list(commits: readonly Commit[]): string {
  const lines = commits.slice(0, LISTED).map((commit) => `  ${commitText(commit)}`);
  const more = commits.length - LISTED;
  const count = commits.length === 1 ? "1 commit" : `${commits.length} commits`;
  return [`${count}:`, ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join("\n");
}
