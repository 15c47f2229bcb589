import type { ApplicationSettings } from "../../components/application/children";
import { deliveredPaths } from "../../components/application/root";
import type { Environment } from "../../config/schema";
import { uncommittedFiles } from "../uncommitted";
import { commitOf, fetchCommit, openRemote, Unreachable, type Remote } from "./branch";
import { compare, isAncestor, isKnown, SAME, type Comparison } from "./compare";
import { withScratch, type Scratch } from "./scratch";

/** Where a checkout is, seen from the branch that Argo CD follows. */
export interface Standing {
  /** Address of the repository, as Argo CD reads it. */
  url: string;
  branch: string;
  /** What Argo CD deploys: whatever the branch has, or the commit of the checkout. */
  follow: Environment["application"]["follow"];
  /** By what a command names the repository: a remote of the checkout, or the address. */
  remote: string;
  /** Commit of the checkout; none where it has none. */
  head?: string;
  /** Files that the environment is made of and that are changed and not committed. */
  uncommitted: readonly string[];
  /** Commit of the branch; none where there is no such branch, or its host can't be asked. */
  tip?: string;
  /** The checkout beside that commit, by the files that the environment is made of. */
  comparison?: Comparison;
  /** Why the host can't be asked: what git said. */
  unreachable?: string;
}

/** What a standing is about. */
export type Described = Pick<Environment, "name" | "namespace" | "cluster" | "application" | "sources"> &
  Pick<Environment, "repository" | "argocd">;

/**
 * Reads where a checkout is. Nothing in it changes.
 *
 * @throws UserError where git can't read the checkout
 */
export function readStanding(environment: Described, checkout: string): Promise<Standing> {
  const { url, branch } = environment.repository;
  const { follow } = environment.application;
  return withScratch(checkout, async (scratch) => {
    const { head } = scratch;
    const [uncommitted, seen] = await Promise.all([
      head === undefined ? [] : uncommittedFiles(checkout, pathsOf(environment), scratch.env),
      readBranch(scratch, environment),
    ]);
    return { url, branch, follow, ...(head !== undefined && { head }), uncommitted, ...seen };
  });
}

/** The commit that is deployed where an environment follows commits: files without one are those of the branch. */
export function commitToDeploy({ head, tip }: Pick<Standing, "head" | "tip">): string | undefined {
  return head ?? tip;
}

/** The environment as Argo CD is told of it: at a commit, where it follows commits. */
export function pinned(environment: Environment, commit: string | undefined): Environment & ApplicationSettings {
  return environment.application.follow === "commit" ? { ...environment, revision: commit } : environment;
}

/**
 * Compares the checkout with the commit that was deployed before: nothing where that commit is not known and can't be fetched.
 *
 * @throws UserError where git can't read the checkout
 */
export function readMove(environment: Described, checkout: string, from: string): Promise<Comparison | undefined> {
  return withScratch(checkout, async (scratch) => {
    try {
      await know(scratch, await openRemote(scratch, environment), from);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return undefined;
    }
    return compare(scratch, from, pathsOf(environment));
  });
}

/** What a commit that came later than a standing has. */
export interface Later {
  /** The checkout beside it. */
  comparison: Comparison;
  /** The branch did not have it when the standing was read. */
  newer: boolean;
}

/**
 * Reads what a commit has that Argo CD has read.
 *
 * @throws Unreachable where the checkout lacks it and it can't be fetched
 */
export function readLater(
  environment: Described,
  checkout: string,
  { tip }: Pick<Standing, "tip">,
  commit: string,
): Promise<Later> {
  return withScratch(checkout, async (scratch) => {
    const remote = await openRemote(scratch, environment);
    for (const each of [commit, ...(tip === undefined ? [] : [tip])]) await know(scratch, remote, each);
    return {
      comparison: await compare(scratch, commit, pathsOf(environment)),
      newer: tip !== undefined && !(await isAncestor(scratch, commit, tip)),
    };
  });
}

async function readBranch(
  scratch: Scratch,
  environment: Described,
): Promise<Pick<Standing, "remote" | "tip" | "comparison" | "unreachable">> {
  const remote = await openRemote(scratch, environment);
  try {
    const tip = await commitOf(scratch, remote, environment.repository.branch);
    if (tip === undefined) return { remote: remote.name };
    if (tip === scratch.head) return { remote: remote.name, tip, comparison: SAME };
    await know(scratch, remote, tip);
    return { remote: remote.name, tip, comparison: await compare(scratch, tip, pathsOf(environment)) };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return { remote: remote.name, unreachable: error.message };
  }
}

async function know(scratch: Scratch, remote: Remote, commit: string): Promise<void> {
  if (!(await isKnown(scratch, commit))) await fetchCommit(scratch, remote, commit);
}

function pathsOf(environment: Described): string[] {
  return [...new Set([...deliveredPaths(environment).values()].flat())];
}
