import type { ActiveFreeze } from "../../components/application/freeze/active";
import { freezePath, freezeState } from "../../components/application/freeze/describe";
import type { Comparison } from "../../gitops/revision/compare";
import { fileList, shortCommit } from "../../gitops/revision/messages";
import type { ObjectStatus } from "../../kube/conditions";

/** What Argo CD has read last for one Application, beside the commit that is to be promoted. */
export interface DeployedRevision {
  application: string;
  /** None where Argo CD has not compared it with Git yet. */
  revision?: string;
  /** Where the promoted commit is, seen from the revision: `behind` where the revision is newer. */
  relation: Comparison["relation"];
  /** Files that the Application delivers and that differ between the two. */
  files: readonly string[];
  /** Why the two can't be compared, if so. */
  unknown?: string;
}

/** An environment at one moment, as a promotion asks about it. */
export type Look =
  /** All of its Applications are Synced and Healthy at the commit. */
  | { state: "sound" }
  /** They are not, or that is not known. */
  | { state: "open"; why: string }
  /** Argo CD deploys a newer commit with other files, so the environment will not be at this one again. */
  | { state: "replaced"; by: string; application: string; files: readonly string[] };

/**
 * Judges an environment by its Applications.
 *
 * @param commit the commit that is to be promoted
 * @param applications all of them, with their health
 * @param deployed those that read the repository
 */
export function assess(
  commit: string,
  applications: readonly ObjectStatus[],
  deployed: readonly DeployedRevision[],
): Look {
  const newer = deployed.find(({ files, relation }) => files.length > 0 && relation === "behind");
  if (newer?.revision !== undefined) {
    const { application, files, revision } = newer;
    return { state: "replaced", by: revision, application, files };
  }
  const elsewhere = deployed.flatMap((each) => elsewhereText(commit, each) ?? []);
  const unwell = applications.filter(({ ok }) => !ok).map(({ name, detail }) => `${name} (${detail})`);
  const why = [...elsewhere, ...unwell];
  return why.length === 0 ? { state: "sound" } : { state: "open", why: why.join("; ") };
}

/** A wait for a sync, and the freeze that keeps it from coming, if one is in force. */
export function inFreeze(look: Look & { state: "open" }, [freeze]: readonly ActiveFreeze[]): Look {
  return freeze ? { ...look, why: `${freezePath(freeze)} ${freezeState(freeze)}; ${look.why}` } : look;
}

/** That an Application is at another commit, whose files it matters to. */
function elsewhereText(commit: string, each: DeployedRevision): string | undefined {
  const { application, revision, relation, files, unknown } = each;
  if (revision === undefined) return `${application} is at no commit, not yet at ${shortCommit(commit)}`;
  const at = `${application} is at ${shortCommit(revision)}`;
  if (unknown !== undefined) return `${at}, which can't be compared with ${shortCommit(commit)}: ${unknown}`;
  if (files.length === 0) return undefined;
  if (relation === "ahead") return `${at}, not yet at ${shortCommit(commit)}`;
  return `${at}, which is not on the way to ${shortCommit(commit)}; different: ${fileList(files)}`;
}
