import { gitAccess } from "../../components/repository/gitAccess";
import { isSameRepository } from "../../components/repository/address";
import type { Environment } from "../../config/schema";
import { isCommit, saidByGit } from "../../core/git";
import { inCheckout, writePrivate, type Scratch } from "./scratch";

/** Seconds until a Git host must have said what a branch is. */
const ASK_SECONDS = 10;
/** Seconds until it must have sent what a checkout lacks. */
const FETCH_SECONDS = 60;

/** A repository on a Git host, as it is reached from here. */
export interface Remote {
  /** By what the user names it in a command: a remote of the checkout, or its address. */
  name: string;
  /** By what git is given it here. A remote's own address may hold a token, so it is given by its name. */
  source: string;
  env: NodeJS.ProcessEnv;
}

/** That a Git host could not be asked, and why. */
export class Unreachable extends Error {}

/**
 * The repository that Argo CD reads. Where the stack has credentials for it, git goes by those; else as the user's own
 * commands do, by the remote of the checkout that leads there.
 */
export async function openRemote(
  scratch: Scratch,
  { repository, argocd }: Pick<Environment, "repository" | "argocd">,
): Promise<Remote> {
  const { env, files, ours } = gitAccess(repository, argocd, scratch.directory);
  const [name] = await Promise.all([remoteOf(scratch, repository.url), writePrivate(files)]);
  return { name: name ?? repository.url, source: ours ? repository.url : (name ?? repository.url), env };
}

/**
 * The commit of a branch, or of a tag; none where there is no such.
 *
 * @throws Unreachable
 */
export async function commitOf(scratch: Scratch, remote: Remote, branch: string): Promise<string | undefined> {
  if (isCommit(branch)) return branch;
  const names = [`refs/heads/${branch}`, `refs/tags/${branch}^{}`, `refs/tags/${branch}`, branch];
  const args = ["ls-remote", "--quiet", "--", remote.source, ...names];
  const result = await inCheckout(scratch, args, remote.env, ASK_SECONDS);
  if (!result.ok) throw new Unreachable(saidByGit(result, ASK_SECONDS));
  const found = new Map(
    result.stdout.split("\n").map((line) => {
      const [commit = "", name = ""] = line.split("\t");
      return [name, commit] as const;
    }),
  );
  return names.map((name) => found.get(name)).find((commit) => commit !== undefined);
}

/**
 * Fetches a commit, and those before it that the checkout lacks.
 *
 * @throws Unreachable
 */
export async function fetchCommit(scratch: Scratch, remote: Remote, commit: string): Promise<void> {
  const quiet = ["--quiet", "--no-tags", "--no-prune", "--no-write-fetch-head", "--no-recurse-submodules"];
  // No ref of the user's is moved.
  const args = ["fetch", ...quiet, "--refmap=", "--", remote.source, commit];
  const result = await inCheckout(scratch, args, remote.env, FETCH_SECONDS);
  if (!result.ok) throw new Unreachable(saidByGit(result, FETCH_SECONDS));
}

/** Name of the checkout's remote that is a repository, `origin` before others. */
async function remoteOf(scratch: Scratch, url: string): Promise<string | undefined> {
  const { stdout } = await inCheckout(scratch, ["config", "-z", "--get-regexp", "^remote\\..*\\.url$"]);
  const names = stdout
    .split("\0")
    .filter(Boolean)
    .map((entry) => entry.split("\n"))
    .filter(([, address = ""]) => isSameRepository(address, url))
    .map(([key = ""]) => key.slice("remote.".length, -".url".length));
  return names.includes("origin") ? "origin" : names[0];
}
