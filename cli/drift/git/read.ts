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
): Promise<{ stale: ValidationError[]; uncommitted: string[] }> {
  if (!(await tryGit(["-C", directory, "rev-parse", "--verify", "--quiet", "HEAD"])).ok)
    throw new UserError(`${directory} is no Git checkout, so what Argo CD has deployed of it is unknown.`);
  const stale = treeErrors({ base, environments: [environment] }, directory, onlyOf(environment.name));
  return { stale, uncommitted: await uncommittedFiles(directory) };
}

/** The commits that are deployed of an environment, next to the checkout's. */
export function readDeployed(
  environment: Environment,
  applications: readonly LiveApplication[],
  directory: string,
): Promise<DeployedCommit[]> {
  return withScratch(directory, async (scratch) => {
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
  if (!(await isKnown(scratch, commit))) return { relation: "unknown", files: [] };
  const { relation, files } = await compare(scratch, commit, paths);
  return { relation: REVERSED[relation], files };
}
