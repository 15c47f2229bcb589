import { join } from "node:path";
import { inCheckout, mustInCheckout, type Scratch } from "./scratch";

/** A commit, as it is named to people. */
export interface Commit {
  commit: string;
  /** Its first line. */
  subject: string;
}

/** What tells a checkout and a commit of a branch apart. */
export interface Comparison {
  /**
   * Where the checkout is, seen from the commit. `unknown`: their histories don't tell, for the checkout is shallow or has no
   * commit.
   */
  relation: "same" | "ahead" | "behind" | "diverged" | "unknown";
  /** Files that differ, of those that were asked about. */
  files: readonly string[];
  /** Commits that only the checkout has, newest first; the first of very many. */
  ahead: readonly Commit[];
  /** Commits that only the other has, likewise. */
  behind: readonly Commit[];
}

/** Commits that are read at most. */
const MOST = 1000;

/** A comparison without a difference. */
export const SAME: Comparison = { relation: "same", files: [], ahead: [], behind: [] };

/** True if the repository has a commit, be it fetched. */
export async function isKnown(scratch: Scratch, commit: string): Promise<boolean> {
  return (await inCheckout(scratch, ["cat-file", "-e", `${commit}^{commit}`])).ok;
}

/** True if a commit is another, or comes before it. Both are known. */
export async function isAncestor(scratch: Scratch, older: string, newer: string): Promise<boolean> {
  return (await inCheckout(scratch, ["merge-base", "--is-ancestor", older, newer])).ok;
}

/**
 * Compares what a checkout has committed with a commit that is known.
 *
 * @param paths files and folders whose files are compared
 */
export async function compare(scratch: Scratch, commit: string, paths: readonly string[]): Promise<Comparison> {
  const { head } = scratch;
  if (head === commit) return SAME;
  const names = ["diff-tree", "-r", "--no-renames", "--name-only", "-z"];
  const [diff, log] = await Promise.all([
    mustInCheckout(scratch, [...names, head ?? (await snapshot(scratch, paths)), commit, "--", ...paths]),
    head === undefined
      ? ""
      : mustInCheckout(scratch, [
          "log",
          "--left-right",
          "--no-show-signature",
          "-z",
          "--format=%m%H %s",
          `-${MOST}`,
          `${head}...${commit}`,
        ]),
  ]);
  const entries = log.split("\0").filter(Boolean);
  const [ahead, behind] = ["<", ">"].map((mark) => entries.filter((entry) => entry.startsWith(mark)).map(parseCommit));
  return { files: diff.split("\0").filter(Boolean), ...related(scratch, ahead ?? [], behind ?? []) };
}

function parseCommit(entry: string): Commit {
  const [commit = "", ...subject] = entry.slice(1).split(" ");
  return { commit, subject: subject.join(" ") };
}

function related(
  { head, shallow }: Scratch,
  ahead: readonly Commit[],
  behind: readonly Commit[],
): Pick<Comparison, "relation" | "ahead" | "behind"> {
  if (head === undefined) return { relation: "unknown", ahead: [], behind: [] };
  if (behind.length === 0) return { relation: "ahead", ahead, behind };
  if (ahead.length === 0) return { relation: "behind", ahead, behind };
  // Where history is cut off, each seems to have commits that the other lacks.
  return shallow ? { relation: "unknown", ahead: [], behind: [] } : { relation: "diverged", ahead, behind };
}

/** The files of a checkout without a commit, as a tree. */
async function snapshot(scratch: Scratch, paths: readonly string[]): Promise<string> {
  const index = { ...scratch, env: { ...scratch.env, GIT_INDEX_FILE: join(scratch.directory, "index") } };
  // One at a time: git refuses all of them where one is not there.
  for (const path of paths) await inCheckout(index, ["add", "--force", "--", path]);
  return (await mustInCheckout(index, ["write-tree"])).trim();
}
