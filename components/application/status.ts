import { isDeepStrictEqual } from "node:util";
import type { Health } from "../../kube/waiting";

/** What Argo CD says of an Application, as far as we read it. */
export interface Application {
  metadata: { name: string; annotations?: Record<string, string>; resourceVersion?: string };
  spec?: { source?: object };
  status?: {
    /** What was found, and of which description: one that has changed since shows the old state until it is compared. */
    sync?: { status?: string; revision?: string; comparedTo?: { source?: object } };
    health?: { status?: string; message?: string };
    operationState?: {
      phase?: string;
      message?: string;
      finishedAt?: string;
      /** How often a sync that failed was tried again. */
      retryCount?: number;
      operation?: {
        sync?: {
          /** What is being synced. */
          source?: object;
          revision?: string;
          /** How often Argo CD has synced to revert changes in the cluster (self-heal). */
          autoHealAttemptsCount?: number;
          resources?: { kind: string; namespace?: string; name: string }[];
        };
      };
      syncResult?: { resources?: { kind: string; name: string; status?: string; message?: string }[] };
    };
    conditions?: { type: string; message: string }[];
    resources?: ApplicationResource[];
  };
}

/** One object of an Application. Its health is known where Argo CD persists it, which our installation makes it do. */
export interface ApplicationResource {
  group?: string;
  version?: string;
  kind: string;
  namespace?: string;
  name: string;
  /** `Synced` or `OutOfSync`. */
  status?: string;
  /** It is in Git no more. */
  requiresPruning?: boolean;
  health?: { status?: string; message?: string };
}

/** Annotation that has Argo CD compare Git and the cluster now; Argo CD removes it when it has. */
export const REFRESH = "argocd.argoproj.io/refresh";

const COMMIT = /^[0-9a-f]{40}$/;
const SHORT = 12;
/** Reasons that are shown of one Application; they are often the same one in many forms. */
const REASONS = 5;

/**
 * The health of an Application: a missing one is not deployed, and one that Argo CD can't compare is broken.
 *
 * @param overdue Argo CD has had the time to look at it since it was asked to. Default `true`
 */
export function assessHealth(name: string, application: Application | undefined, overdue = true): Health {
  if (application === undefined) return { name, deployed: false, broken: false, state: "is not there" };
  const { sync, health, operationState, conditions = [], resources = [] } = application.status ?? {};
  const revision = sync?.revision ?? "";
  const at = revision && ` at ${COMMIT.test(revision) ? revision.slice(0, SHORT) : revision}`;
  const state = `${sync?.status ?? "not compared yet"}, ${health?.status ?? "health unknown"}${at}`;
  const refreshed = application.metadata.annotations?.[REFRESH] === undefined;
  const synced = sync?.status === "Synced";
  const outdated = synced && !isDeepStrictEqual(sync.comparedTo?.source, application.spec?.source);
  const deployed =
    refreshed && synced && !outdated && health?.status === "Healthy" && operationState?.phase !== "Running";
  const failed =
    ["Failed", "Error"].includes(operationState?.phase ?? "") || /retry/i.test(operationState?.message ?? "");
  const reasons = [
    refreshed
      ? undefined
      : `Argo CD has not looked at it since it was asked to${whether(conditions.length > 0 || !overdue)}`,
    outdated ? "Argo CD has not compared it since its source changed" : undefined,
    operationState?.phase === "Running" ? "its sync still runs" : undefined,
    ...conditions.map(({ type, message }) => `${type}: ${message.trim()}${hint(message)}`),
    ...resources.filter((each) => !well(each)).map(describe),
    ...(failed ? [operationState?.message, ...failedObjects(operationState)] : []),
  ];
  return {
    name,
    deployed,
    broken: conditions.some(({ type }) => type === "ComparisonError" || type === "InvalidSpecError"),
    state: deployed ? state : [state, ...shortened([...new Set(reasons.filter((reason) => !!reason))])].join("; "),
  };
}

/** Where Argo CD reports nothing else, the controller that would compare may be down. */
function whether(hasReasons: boolean): string {
  return hasReasons ? "" : ": does its application controller run?";
}

/** What a message of the application controller means that only says that nobody was there. */
function hint(message: string): string {
  return /code = Unavailable/.test(message) ? " (Argo CD's repo-server does not answer)" : "";
}

function shortened(reasons: readonly (string | undefined)[]): (string | undefined)[] {
  return reasons.length <= REASONS
    ? [...reasons]
    : [...reasons.slice(0, REASONS), `and ${reasons.length - REASONS} more`];
}

function well({ health }: ApplicationResource): boolean {
  return health?.status === undefined || health.status === "Healthy";
}

function describe({ kind, name, health }: ApplicationResource): string {
  return `${kind} ${name} is ${health?.status}${health?.message ? `: ${health.message}` : ""}`;
}

function failedObjects(state: NonNullable<Application["status"]>["operationState"]): string[] {
  return (state?.syncResult?.resources ?? [])
    .filter(({ status }) => status === "SyncFailed")
    .map(({ kind, name, message }) => `${kind} ${name}: ${message ?? "failed"}`);
}

/**
 * Whether Argo CD tries again to sync what the Application is not any more: another branch, or an older commit. Until that has
 * ended it syncs nothing else: for ever where each try is of the same commit, else until the next try, in a minute.
 */
export function retriesFormer({ spec, status }: Application): boolean {
  const { phase, retryCount = 0, operation } = status?.operationState ?? {};
  const { source, revision } = operation?.sync ?? {};
  if (phase !== "Running" || retryCount === 0) return false;
  const sourceDiffers = source !== undefined && !isDeepStrictEqual(source, spec?.source);
  // A try of the newest commit names none.
  return sourceDiffers || (Boolean(revision) && revision !== status?.sync?.revision);
}
