import { deliveredPaths } from "../../../components/application/root";
import { UserError } from "../../../core/errors";
import type { Environment } from "../../../config/schema";
import { treeErrors } from "../../../gitops/check";
import { onlyOf } from "../../../gitops/scope";
import { uncommittedFiles } from "../../../gitops/uncommitted";
import { compare, isKnown, type Comparison } from "../../../gitops/revision/compare";
import { withScratch, type Scratch } from "../../../gitops/revision/scratch";
import { tryGit } from "../../../core/git";
import type { ValidationError } from "../../../core/errors";
import type { LiveApplication } from "../argocd/application";
import type { DeployedCommit } from "./assess";

/** Files of an environment in the checkout that are not what the description makes, and those that are not committed. */
export async function readCheckout(
  base: Environment,
  environment: Environment,
  directory: string,
): Promise<{ head: string; stale: ValidationError[]; uncommitted: string[] }> {
  const head = await tryGit(["-C", directory, "rev-parse", "--verify", "--quiet", "HEAD"]);
  if (!head.ok) throw new UserError(`${directory} is no Git checkout, so what Argo CD has deployed of it is unknown.`);
  const stale = treeErrors({ base, environments: [environment] }, directory, onlyOf(environment.name));
  return { head: head.stdout.trim(), stale, uncommitted: await uncommittedFiles(directory) };
}

/**
 * The commits that are deployed of an environment, next to the checkout's.
 *
 * @param pinned the commit that they are to be at, where that is not the checkout's
 */
export function readDeployed(
  environment: Environment,
  applications: readonly LiveApplication[],
  directory: string,
  pinned?: string,
): Promise<DeployedCommit[]> {
  return withScratch(directory, async (opened) => {
    const scratch = pinned === undefined ? opened : { ...opened, head: pinned };
    const commits = [...deliveredPaths(environment)].map(async ([application, paths]) => {
      const live = applications.find(({ metadata }) => metadata.name === application);
      const commit = live?.status?.sync?.revision;
      return commit ? [{ application, commit, ...(await relate(scratch, commit, paths)) }] : [];
    });
    return (await Promise.all(commits)).flat();
  });
}

/** Where the commit is, seen from the checkout, by where the checkout is, seen from it. */
const REVERSED = {
  same: "same",
  ahead: "behind",
  behind: "ahead",
  diverged: "diverged",
  unknown: "diverged",
} as const satisfies Record<Comparison["relation"], DeployedCommit["relation"]>;

async function relate(
  scratch: Scratch,
  commit: string,
  paths: readonly string[],
): Promise<Pick<DeployedCommit, "relation" | "files">> {
  const needed = commit === scratch.head ? [] : [commit, ...(scratch.head === undefined ? [] : [scratch.head])];
  const known = await Promise.all(needed.map((each) => isKnown(scratch, each)));
  if (known.includes(false)) return { relation: "unknown", files: [] };
  const { relation, files } = await compare(scratch, commit, paths);
  return { relation: REVERSED[relation], files };
}
