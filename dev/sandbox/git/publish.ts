import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Layout } from "../state/layout";
import { RENDERED_PATHS, uncommittedFiles } from "../../../gitops/uncommitted";
import { git, tryGit } from "../../../core/git";
import { AUTHOR, BRANCH } from "./repositories";

/** What publishing the checkout did. */
export interface Publication {
  readonly outcome: "published" | "unchanged" | "diverged";
  /** Commit that the branch points to now. */
  readonly commit: string;
  /** Files under {@link RENDERED_PATHS} that are changed but not committed: Argo CD will not see them. */
  readonly uncommitted: readonly string[];
  /** The checkout has no commits, so its files were published as they are. */
  readonly snapshot: boolean;
}

const REF = `refs/heads/${BRANCH}`;
const INCOMING = "refs/sandbox/incoming";

/** Makes HEAD of the checkout the sandbox's branch `dev`. Commits that only the sandbox has are lost by force alone. */
export async function publish(layout: Layout, force: boolean): Promise<Publication> {
  const repository = layout.repository;
  const inRepository = (...args: string[]) => git(["-C", repository, ...args]);
  const snapshot = !(await tryGit(["-C", layout.checkout, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"])).ok;
  const uncommitted = snapshot ? [] : await uncommittedFiles(layout.checkout);
  if (snapshot) await fetchSnapshot(layout);
  // A shallow clone may only be fetched by who takes over the edge of its history.
  else await inRepository("fetch", "--quiet", "--no-tags", "--update-shallow", layout.checkout, `+HEAD:${INCOMING}`);

  const incoming = await inRepository("rev-parse", INCOMING);
  const current = await branchHead(repository);
  if (current === incoming) return { outcome: "unchanged", commit: incoming, uncommitted, snapshot };
  const forward =
    current === undefined || (await tryGit(["-C", repository, "merge-base", "--is-ancestor", current, incoming])).ok;
  if (!forward && !force) return { outcome: "diverged", commit: current, uncommitted, snapshot };
  await inRepository("update-ref", REF, incoming);
  return { outcome: "published", commit: incoming, uncommitted, snapshot };
}

/** Commit of the sandbox's branch, nothing before the first publication. */
export async function branchHead(repository: string): Promise<string | undefined> {
  const { ok, stdout } = await tryGit(["-C", repository, "rev-parse", "--verify", "--quiet", REF]);
  return ok ? stdout.trim() : undefined;
}

/** For a checkout without Git or without a commit (an unpacked archive): a commit of the delivered files as they are. */
async function fetchSnapshot(layout: Layout): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "agentgateway-snapshot-"));
  const env = {
    GIT_DIR: layout.repository,
    GIT_WORK_TREE: layout.checkout,
    GIT_INDEX_FILE: join(directory, "index"),
    ...AUTHOR,
  };
  try {
    for (const path of RENDERED_PATHS) await tryGit(["-C", layout.checkout, "add", "--force", "--", path], env);
    const tree = await git(["write-tree"], env);
    const parent = await branchHead(layout.repository);
    const same =
      parent !== undefined && (await git(["-C", layout.repository, "rev-parse", `${parent}^{tree}`])) === tree;
    const commit = same
      ? parent
      : await git(
          ["commit-tree", tree, ...(parent ? ["-p", parent] : []), "-m", "Snapshot of a checkout without commits"],
          env,
        );
    await git(["-C", layout.repository, "update-ref", INCOMING, commit]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
