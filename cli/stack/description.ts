import type { DesiredLive, WholeEnvironment } from "../../components/live/objects";
import { LIVE_OBJECTS } from "../../components/live/types";
import { isCommit } from "../../core/git";
import { mustPulumi } from "./run";

/** What an environment that follows commits is described as, by the `pulumi up` that ran last. */
export interface Description extends WholeEnvironment {
  /** The commit that Argo CD was told to deploy. */
  commit: string;
}

interface Export {
  deployment?: { resources?: readonly { type: string; inputs?: { desired?: unknown } }[] };
}

/**
 * The description by which a stack's environment is pinned to a commit: nothing before its first `up` at one. A checkout that
 * has gone on since describes something else.
 */
export async function pinnedDescription(stack: string): Promise<Description | undefined> {
  return descriptionIn(await mustPulumi(["stack", "export", "--stack", stack, "--non-interactive"]));
}

/** That description, by the state of the stack. */
export function descriptionIn(state: string): Description | undefined {
  const { deployment } = JSON.parse(state) as Export;
  const [environment] = (deployment?.resources ?? []).flatMap(({ type, inputs }) => {
    if (type !== LIVE_OBJECTS || typeof inputs?.desired !== "string") return [];
    return (JSON.parse(inputs.desired) as DesiredLive).environment ?? [];
  });
  const root = environment?.desiredApplications[0]?.spec as { source?: { targetRevision?: string } } | undefined;
  const commit = root?.source?.targetRevision ?? "";
  return environment && isCommit(commit) ? { ...environment, commit } : undefined;
}
