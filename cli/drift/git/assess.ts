import type { Finding } from "../finding";
import type { ValidationError } from "../../../core/errors";
import { firstOf } from "../../../core/firstOf";

/** The commit that an Application has deployed, next to the checkout's. */
export interface DeployedCommit {
  application: string;
  /** Commit that Argo CD has compared the cluster with last. */
  commit: string;
  /** Its position, seen from the checkout's: `unknown` is one that the checkout does not have. */
  relation: "same" | "behind" | "ahead" | "diverged" | "unknown";
  /** Files that the Application delivers and that differ between the two. */
  files: readonly string[];
}

/** What is known of the checkout. */
export interface GitFacts {
  /** Rendered files that are not what the configuration makes. */
  stale: readonly ValidationError[];
  /** Objects that Git describes otherwise than the stack's configuration. */
  differing: readonly ValidationError[];
  /** Delivered files that are changed and not committed. */
  uncommitted: readonly string[];
  /** Namespace of the Applications. */
  applicationNamespace: string;
  /** Branch that Argo CD follows. */
  branch: string;
  /** Commit that Argo CD was told to deploy, where it follows commits. */
  pinned?: string | undefined;
  deployed: readonly DeployedCommit[];
}

/** Files that are named of one commit. */
const SHOWN = 5;
const SHORT = 12;

/** Where the checkout, Git and what Argo CD has deployed from it part. */
export function assessGit(facts: GitFacts): Finding[] {
  const { stale, differing, uncommitted, branch, deployed } = facts;
  const known = new Set(stale.map(({ path }) => path));
  return [
    ...stale.map(({ path, problem, remedy }) => ({
      ...at(path),
      what: problem,
      remedy: remedy ?? "npm run render, and commit what it writes.",
    })),
    ...differing.map(({ path, problem }) => ({
      ...at(path),
      what: problem,
      remedy: "Put the values that differ into the stack's Pulumi.<stack>.yaml, npm run render, commit.",
    })),
    ...uncommitted
      .filter((path) => !known.has(path))
      .map((path) => ({
        ...at(path),
        what: "is changed and not committed",
        remedy: `Commit and push it to ${branch}, or take it back.`,
      })),
    ...deployed.flatMap((each) => parting(each, facts)),
  ];
}

function parting(
  { application, commit, relation, files }: DeployedCommit,
  { branch, pinned, applicationNamespace }: GitFacts,
): Finding[] {
  if (relation === "same" || (files.length === 0 && relation !== "unknown")) return [];
  const common = { ...at(`Application ${application}`) };
  const which = `${commit.slice(0, SHORT)} is deployed`;
  if (pinned !== undefined) {
    const different = files.length > 0 ? `: ${list(files)}` : "";
    return [
      {
        ...common,
        what: `${which}, and not ${pinned.slice(0, SHORT)}, which pulumi up has told it to deploy${different}`,
        remedy: `Argo CD should deploy it; see why not: kubectl describe application -n ${applicationNamespace} ${application}`,
      },
    ];
  }
  switch (relation) {
    case "ahead":
      return [
        { ...common, what: `${which}, and this checkout is behind it: ${list(files)}`, remedy: `git pull ${branch}.` },
      ];
    case "behind":
      return [
        {
          ...common,
          what: `${which}, and not yet what this checkout has: ${list(files)}`,
          remedy: `Push to ${branch}; where that is done, Argo CD looks at Git in a few minutes.`,
        },
      ];
    case "unknown":
      return [
        {
          ...common,
          what: `${which}, which this checkout does not have`,
          remedy: `git fetch, then check out what ${branch} is. A shallow clone has no other commits.`,
        },
      ];
    default:
      return [
        {
          ...common,
          what: `${which}, and this checkout has gone another way: ${list(files)}`,
          remedy: `Check out ${branch}, or bring these commits to it.`,
        },
      ];
  }
}

function at(where: string): Pick<Finding, "side" | "where"> {
  return { side: "git", where };
}

function list(files: readonly string[]): string {
  return firstOf(files, SHOWN);
}
