import { UserError, type ValidationError } from "../../core/errors";
import { firstOf } from "../../core/firstOf";
import type { Commit } from "./compare";
import type { Standing } from "./standing";

/** Files that are named in a message. */
const FILES = 5;
const SHORT = 12;

/** What is said of a checkout that the branch does not have, where Argo CD would deploy something else. */
export interface Refusal {
  /** Of `pulumi up`. */
  error: UserError;
  /** Of a preview. */
  warning: string;
}

/** Whether a checkout is not what Argo CD would deploy, and why: nothing where it is, or where that is not known. */
export function refusalOf(standing: Standing): Refusal | undefined {
  const parted = standing.follow === "commit" ? notOnBranch(standing) : otherFiles(standing);
  const errors = [...missingBranch(standing), ...uncommitted(standing), ...parted];
  if (errors.length === 0) return undefined;
  const { branch, url } = standing;
  const what =
    standing.follow === "commit"
      ? `Argo CD is to deploy the commit of this checkout, which must be on the branch ${branch} of ${url}`
      : `Argo CD deploys the branch ${branch} of ${url}, and this checkout differs from it`;
  return {
    error: new UserError(`${what}. Nothing was changed:`, errors),
    warning: new UserError(`\`pulumi up\` would be refused. ${what}:`, errors).message,
  };
}

/** What is said where the branch can't be read: then what Argo CD has read decides, in the end. */
export function unknownOf({ unreachable, branch, url, remote, follow }: Standing): string | undefined {
  if (unreachable === undefined) return undefined;
  if (follow === "commit")
    return (
      `The branch ${branch} of ${url} can't be read from here: ${unreachable}\n` +
      "So it is not known whether it has the commit of this checkout. `pulumi up` goes on, and fails in the end where Argo CD " +
      "can't fetch that commit: what is deployed then stays as it is. To have this checked before anything changes, give " +
      `the stack credentials for the repository, or your own git: git ls-remote ${remote} ${branch}`
    );
  return (
    `The branch ${branch} of ${url}, which Argo CD deploys, can't be read from here: ${unreachable}\n` +
    "So it is not known whether it has the files of this checkout. `pulumi up` goes on, and fails in the end where Argo CD " +
    "has deployed other files. To have them compared before anything changes, give the stack credentials for the " +
    `repository, or your own git: git ls-remote ${remote} ${branch}`
  );
}

/** A commit as it is named to people. */
export function commitText({ commit, subject }: Commit): string {
  return subject === "" ? shortCommit(commit) : `${shortCommit(commit)} (${subject})`;
}

export function shortCommit(commit: string): string {
  return commit.slice(0, SHORT);
}

/** The first of some files, and how many more there are. */
export function fileList(files: readonly string[]): string {
  return firstOf(files, FILES);
}

/** The command that brings the checkout's commit to the branch. */
export function pushCommand({ remote, branch }: Pick<Standing, "remote" | "branch">): string {
  return `git push ${remote} HEAD:${branch}`;
}

/** The command that brings the branch's commits to the checkout. */
export function pullCommand({ remote, branch }: Pick<Standing, "remote" | "branch">, how = "--ff-only"): string {
  return `git pull ${how} ${remote} ${branch}`;
}

function missingBranch(standing: Standing): ValidationError[] {
  const { tip, unreachable, branch } = standing;
  if (tip !== undefined || unreachable !== undefined) return [];
  return [
    {
      path: "repository.branch",
      problem: `"${branch}" is no branch of the repository`,
      remedy: `Set it to the one that Argo CD is to follow; or make this one: ${pushCommand(standing)}`,
    },
  ];
}

function uncommitted(standing: Standing): ValidationError[] {
  if (standing.uncommitted.length === 0) return [];
  const add = "git add k8s app-of-apps repo.yml platform.ts Pulumi.*.yaml";
  const commands = [add, "git commit", ...(lacksCommits(standing) ? [pullCommand(standing, "--rebase")] : [])];
  return [
    {
      path: "not committed",
      problem: fileList(standing.uncommitted),
      remedy: [...commands, pushCommand(standing)].join(" && "),
    },
  ];
}

function lacksCommits({ comparison }: Standing): boolean {
  return comparison?.relation === "behind" || comparison?.relation === "diverged";
}

/** A commit is deployed as it is, so it has to be on the branch whatever its files are; the branch may be ahead. */
function notOnBranch(standing: Standing): ValidationError[] {
  const { comparison, branch, remote, url, head } = standing;
  if (head === undefined) {
    if (comparison !== undefined) return otherFiles(standing);
    const remedy = `Work in a clone: git clone --branch ${branch} ${url}`;
    return [{ path: "no commit", problem: "this checkout has no commits", remedy }];
  }
  switch (comparison?.relation) {
    case "ahead":
      return [{ path: "not pushed", problem: commitList(comparison.ahead), remedy: pushCommand(standing) }];
    case "diverged":
      return [
        {
          path: "not on the branch",
          problem: `this checkout has ${commitList(comparison.ahead)}, and ${branch} has ${commitList(comparison.behind)}`,
          remedy: `${pullCommand(standing, "--rebase")}, then npm run render, commit what it writes, and ${pushCommand(standing)}`,
        },
      ];
    case "unknown":
      return [
        {
          path: "not known",
          problem: `whether ${branch} has ${shortCommit(head)}, for this checkout is shallow`,
          remedy: `git fetch --unshallow ${remote}`,
        },
      ];
    default:
      return [];
  }
}

function otherFiles(standing: Standing): ValidationError[] {
  const { comparison, branch, remote, head, tip = "" } = standing;
  if (comparison === undefined || comparison.files.length === 0) return [];
  const files = fileList(comparison.files);
  const [ahead, behind] = [commitList(comparison.ahead), commitList(comparison.behind)];
  switch (comparison.relation) {
    case "ahead":
      return [{ path: "not pushed", problem: `${ahead}; changed: ${files}`, remedy: pushCommand(standing) }];
    case "behind":
      return [
        {
          path: "behind",
          problem: `${branch} has ${behind}; changed: ${files}`,
          // Else the command above pulls too.
          ...(standing.uncommitted.length === 0 && { remedy: pullCommand(standing) }),
        },
      ];
    case "diverged":
      return [
        {
          path: "diverged",
          problem: `this checkout has ${ahead}, and ${branch} has ${behind}; different: ${files}`,
          remedy: `${pullCommand(standing, "--rebase")}, then npm run render, commit what it writes, and ${pushCommand(standing)}`,
        },
      ];
    default:
      return [
        head === undefined
          ? {
              path: "another commit",
              problem: `this checkout has no commits, and ${branch} is at ${shortCommit(tip)}; different: ${files}`,
              remedy: `Work in a clone: git clone --branch ${branch} ${standing.url}`,
            }
          : {
              path: "another commit",
              problem: `this checkout is at ${shortCommit(head)}, and ${branch} at ${shortCommit(tip)}; different: ${files}`,
              remedy: `The checkout is shallow, so which of them is newer is not known: git fetch --unshallow ${remote}`,
            },
      ];
  }
}

/** The newest of some commits, and how many more there are. */
export function commitList([newest, ...more]: readonly Commit[]): string {
  if (newest === undefined) return "no commit";
  return commitText(newest) + (more.length > 0 ? ` and ${more.length} more` : "");
}
