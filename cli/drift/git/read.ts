import { applicationsPath, childApplications, configurationPaths } from "../../../components/application/children";
import { rootName } from "../../../components/application/root";
import { UserError } from "../../../core/errors";
import type { Environment } from "../../../config/schema";
import { treeErrors } from "../../../gitops/check";
import { onlyOf } from "../../../gitops/scope";
import { uncommittedFiles } from "../../../gitops/uncommitted";
import { git, tryGit } from "../../../core/git";
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
export async function readDeployed(
  environment: Environment,
  applications: readonly LiveApplication[],
  directory: string,
): Promise<DeployedCommit[]> {
  const head = await git(["-C", directory, "rev-parse", "HEAD"]);
  const delivered = [
    { application: rootName(environment), paths: [applicationsPath(environment.name)] },
    { application: childApplications(environment).at(-1)!.metadata.name, paths: configurationPaths(environment.name) },
  ];
  const commits = await Promise.all(
    delivered.map(async ({ application, paths }) => {
      const live = applications.find(({ metadata }) => metadata.name === application);
      const commit = live?.status?.sync?.revision;
      return commit ? [{ application, commit, ...(await relate(directory, head, commit, paths)) }] : [];
    }),
  );
  return commits.flat();
}

async function relate(
  directory: string,
  head: string,
  commit: string,
  paths: readonly string[],
): Promise<Pick<DeployedCommit, "relation" | "files">> {
  const inCheckout = (...args: string[]) => tryGit(["-C", directory, ...args]);
  if (commit === head) return { relation: "same", files: [] };
  if (!(await inCheckout("cat-file", "-e", `${commit}^{commit}`)).ok) return { relation: "unknown", files: [] };
  const isAncestor = async (older: string, newer: string) =>
    (await inCheckout("merge-base", "--is-ancestor", older, newer)).ok;
  const [ahead, behind] = await Promise.all([isAncestor(head, commit), isAncestor(commit, head)]);
  const files = await git(["-C", directory, "diff", "--name-only", commit, head, "--", ...paths]);
  return {
    relation: ahead ? "ahead" : behind ? "behind" : "diverged",
    files: files.split("\n").filter(Boolean),
  };
}
