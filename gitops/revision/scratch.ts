import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { UserError } from "../../core/errors";
import { gitConfig, tryGit, type GitResult } from "../../core/git";

/** A checkout as git is asked about it: what is fetched goes to a place of its own, and nothing of the checkout changes. */
export interface Scratch {
  /** The checkout. */
  checkout: string;
  /** A directory for this alone, which only its owner can read. It is removed afterwards. */
  directory: string;
  /** Variables for every git command. */
  env: NodeJS.ProcessEnv;
  /** Commit of the checkout; none where it has no commit, or is an archive that was unpacked. */
  head?: string;
  /** Of a shallow checkout not all commits are known. */
  shallow: boolean;
}

/**
 * The program that asks is itself part of the checkout, so the owner of its files was trusted before: in a container it is
 * often another one.
 */
const TRUSTED = gitConfig([
  ["safe.directory", "*"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  ["fetch.writeCommitGraph", "false"],
]);

/**
 * Does something with a checkout's repository.
 *
 * @throws UserError where git can't read it
 */
export async function withScratch<T>(checkout: string, work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "agentgateway-git-"));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    return await work(await open(checkout, directory));
  } finally {
    await remove();
  }
}

/** Runs git on the checkout, with more variables than those that every command gets. */
export function inCheckout(
  { checkout, env }: Scratch,
  args: readonly string[],
  more: NodeJS.ProcessEnv = {},
  limitSeconds?: number,
): Promise<GitResult> {
  return tryGit(["-C", checkout, ...args], { ...env, ...merged(more) }, { limitSeconds });
}

/** The same, for a command that can't fail but by a defect or a damaged repository. */
export async function mustInCheckout(scratch: Scratch, args: readonly string[]): Promise<string> {
  const { ok, stdout, stderr } = await inCheckout(scratch, args);
  if (!ok) throw new UserError(`git ${args[0]} of the checkout failed: ${stderr.trim()}`);
  return stdout;
}

/** Writes files that git is told of, for their owner alone. */
export async function writePrivate(files: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(files)) await writeFile(path, content, { mode: 0o600 });
}

/** Both count their settings, so those of the one are appended to those of the other. */
function merged(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const count = Number(TRUSTED.GIT_CONFIG_COUNT);
  const settings = Array.from({ length: count }, (_, index): [string, string] => [
    TRUSTED[`GIT_CONFIG_KEY_${index}`] as string,
    TRUSTED[`GIT_CONFIG_VALUE_${index}`] as string,
  ]);
  return gitConfig(settings, more);
}

async function open(checkout: string, directory: string): Promise<Scratch> {
  const ask = (...args: string[]) => tryGit(["-C", checkout, "rev-parse", ...args], TRUSTED);
  const [repository, commit] = await Promise.all([
    ask("--git-path", "objects", "--is-shallow-repository"),
    ask("--verify", "--quiet", "HEAD^{commit}"),
  ]);
  if (!repository.ok) {
    if (!/not a git repository/i.test(repository.stderr))
      throw new UserError(`git can't read ${checkout}: ${repository.stderr.trim()}`);
    return openArchive(checkout, directory);
  }
  const [objects = "", shallow] = repository.stdout.split("\n");
  const fetched = join(directory, "objects");
  await mkdir(fetched);
  return {
    checkout,
    directory,
    env: {
      ...TRUSTED,
      GIT_OBJECT_DIRECTORY: fetched,
      // In quotes a path may have a colon.
      GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(resolve(checkout, objects)),
    },
    ...(commit.ok && { head: commit.stdout.trim() }),
    shallow: shallow === "true",
  };
}

/** Files without a repository get one, elsewhere. */
async function openArchive(checkout: string, directory: string): Promise<Scratch> {
  const repository = join(directory, "repository");
  const { ok, stderr } = await tryGit(["init", "--quiet", "--bare", "--template=", repository]);
  if (!ok) throw new UserError(`git can't make a repository in ${repository}: ${stderr.trim()}`);
  const env = { ...TRUSTED, GIT_DIR: repository, GIT_WORK_TREE: checkout };
  return { checkout, directory, env, shallow: false };
}
