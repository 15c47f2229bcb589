import type { Delivered, Verdict } from "../../components/application/delivered";
import { deliveredPaths } from "../../components/application/root";
import { SAME, type Comparison } from "./compare";
import { commitText, fileList, pullCommand, pushCommand, shortCommit } from "./messages";
import { commitToDeploy, readLater, type Described, type Later, type Standing } from "./standing";

/** Seconds after which a commit that could not be fetched is asked for again. */
const AGAIN_SECONDS = 15;

/** Judges what Argo CD has deployed of an environment by the files of the checkout. */
export function judgeOf(environment: Described, checkout: string, standing: Standing): Delivered["judge"] {
  const paths = deliveredPaths(environment);
  const commits = new Map<string, Promise<Later>>();
  if (standing.comparison && standing.tip !== undefined)
    commits.set(standing.tip, Promise.resolve({ comparison: standing.comparison, newer: false }));
  if (standing.head !== undefined) commits.set(standing.head, Promise.resolve({ comparison: SAME, newer: false }));
  const read = (commit: string) => {
    const reading = commits.get(commit) ?? readLater(environment, checkout, standing, commit);
    commits.set(commit, reading);
    return reading;
  };
  return async (application, commit) => {
    const delivered = paths.get(application);
    if (delivered === undefined) return { ok: true };
    try {
      return verdict(standing, commit, within(await read(commit), delivered));
    } catch (error) {
      // The host may be back in a while; it is not asked each second.
      setTimeout(() => commits.delete(commit), AGAIN_SECONDS * 1000).unref();
      return {
        ok: false,
        why: `this checkout does not have that commit, and can't fetch it: ${(error as Error).message}`,
      };
    }
  };
}

/**
 * Whether a commit that Argo CD has deployed is what the checkout has, by the files of one Application. A newer push of
 * somebody else's is deployed in its place, which is reported.
 */
export function verdict(standing: Standing, commit: string, { comparison, newer }: Later): Verdict {
  const { files, relation, behind } = comparison;
  if (files.length === 0) return { ok: true };
  const { branch, tip, follow } = standing;
  if (newer && follow === "branch") {
    const pushed = behind.find((each) => each.commit === commit) ?? { commit, subject: "" };
    return {
      ok: true,
      report:
        `Argo CD has deployed ${commitText(pushed)}, which was pushed to ${branch} meanwhile, and not what this ` +
        `checkout has; different: ${fileList(files)}\n${pullCommand(standing, "--rebase")}`,
    };
  }
  const different = `its files are not those of this checkout: ${fileList(files)}`;
  if (follow === "commit")
    return { ok: false, why: `${different}; it is told to deploy ${shortCommit(commitToDeploy(standing) ?? "")}` };
  if (tip !== undefined) return { ok: false, why: `${different}; ${branch} is at ${shortCommit(tip)}` };
  const remedies: Partial<Record<Comparison["relation"], string>> = {
    ahead: pushCommand(standing),
    behind: pullCommand(standing),
  };
  const remedy = remedies[relation];
  return { ok: false, why: remedy === undefined ? different : `${different}; ${remedy}` };
}

function within({ comparison, newer }: Later, paths: readonly string[]): Later {
  const files = comparison.files.filter((file) => paths.some((path) => file === path || file.startsWith(`${path}/`)));
  return { comparison: { ...comparison, files }, newer };
}
