import { isDeepStrictEqual } from "node:util";
import { UserError, type ValidationError } from "../../../core/errors";
import type { KubernetesObject } from "../../../kube/object";
import type { Verdict } from "../delivered";
import { REFRESH, type Application } from "../status";
import type { ActiveFreeze } from "./active";
import { freezePath, freezeState } from "./describe";
import type { FreezeWindow } from "./spec";

/** An Application as it is while a freeze is in force. */
export interface Looked {
  name: string;
  /** Nothing where there is none. */
  application: Application | undefined;
  /** That of the commit which it is synced at, where one was judged. */
  verdict?: Verdict | undefined;
}

/**
 * What Argo CD would have to sync, and why. An Application that Argo CD can't compare, or has yet to look at, is not among them.
 *
 * @param applications the root Application first
 * @param root the root Application as it is to be. Default: as it is
 */
export function openSyncs(applications: readonly Looked[], root?: KubernetesObject): ValidationError[] {
  const [first] = applications;
  // Without the root there are none of the others.
  const all = first && first.application === undefined ? [first] : applications;
  return all.flatMap((looked) => {
    const problem = openSync(looked, looked === first ? root : undefined);
    return problem === undefined ? [] : [{ path: looked.name, problem }];
  });
}

function openSync({ application, verdict }: Looked, desired: KubernetesObject | undefined): string | undefined {
  if (application === undefined) return "is not there";
  const { metadata, spec, status } = application;
  if (desired && !isDeepStrictEqual((desired.spec as Application["spec"])?.source, spec?.source))
    return "is to deploy another commit, or from another address";
  if (metadata.annotations?.[REFRESH] !== undefined) return undefined;
  if (status?.sync?.status === "OutOfSync") return "is OutOfSync";
  return status?.sync?.status === "Synced" && verdict && !verdict.ok ? verdict.why : undefined;
}

/** Freezes that are in force. */
export type ActiveFreezes = readonly [ActiveFreeze, ...ActiveFreeze[]];

/** What an `up` does in a freeze. */
export type FreezeVerdict =
  /** It goes on, and reports the freeze. */
  | { ok: true; report: string }
  /** It would wait for what can't come: the error of an `up`, and what a preview says. */
  | { ok: false; error: UserError; warning: string };

/**
 * Judges an `up` that describes a freeze which is in force.
 *
 * @param live the freeze that Argo CD has now; nothing where it does not know the environment
 * @param open what Argo CD would have to sync
 */
export function judgeFreeze(
  environment: string,
  active: ActiveFreezes,
  live: readonly FreezeWindow[] | undefined,
  open: readonly ValidationError[],
): FreezeVerdict {
  // What stops a deployment that is under way is a freeze that Argo CD does not have yet.
  const begins =
    live !== undefined && !active.some(({ window }) => live.some((each) => isDeepStrictEqual(each, window)));
  if (open.length > 0 && !begins) {
    const what = `${environment} is frozen, and Argo CD has something to sync`;
    const errors = errorsOf(active, open);
    return {
      ok: false,
      error: new UserError(`${what}. Nothing was changed:`, errors),
      warning: new UserError(`\`pulumi up\` would be refused. ${what}:`, errors).message,
    };
  }
  const [last] = active;
  return {
    ok: true,
    report: `${environment} is frozen: ${freezePath(last)} ${freezeState(last)}. Until it ends, Argo CD syncs nothing by itself.`,
  };
}

/** The error of a wait for what a freeze does not let come. */
export function heldBack(environment: string, active: ActiveFreezes, open: readonly ValidationError[]): UserError {
  return new UserError(
    `${environment} is frozen, and Argo CD has something to sync. What Pulumi applies is done; what waits:`,
    errorsOf(active, open),
  );
}

function errorsOf(active: ActiveFreezes, open: readonly ValidationError[]): ValidationError[] {
  const byHand = active.every(({ window }) => window.manual)
    ? " Or sync it by hand, which is allowed: argocd app sync."
    : "";
  const again = active[0].end === Infinity ? "" : "Run pulumi up again when it has ended. ";
  const remedy = `${again}To lift it now: remove the freeze from the configuration, npm run render, pulumi up.${byHand}`;
  const windows = active.map((each) => ({ path: freezePath(each), problem: freezeState(each) }));
  return [...windows, ...open.map((each, index) => (index === open.length - 1 ? { ...each, remedy } : each))];
}
