import { eventsOf, newest, type Facts, type Pod, type Workload } from "./facts";
import { podProblem, type Problem } from "./pods";

/** Pods of a workload whose problems are told: they are mostly alike. */
const PODS = 2;

/** How a workload stands. */
export interface WorkloadState {
  /** Replicas that it is to have. */
  wanted: number;
  /** Replicas of its latest description that are available. */
  available: number;
  /** None, where all that are wanted are available at the observed generation. */
  problems: Problem[];
}

type Told = Pick<Facts, "pods" | "events" | "logs">;

/** Judges a workload by its own status; where that is not good, its pods and events say why. */
export function workloadState(workload: Workload, told: Told): WorkloadState {
  const { metadata, status = {} } = workload;
  const { wanted, updated, available, all } = counts(workload);
  const state = { wanted, available: Math.min(updated, available) };
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0))
    return { ...state, problems: [{ text: "its last change has not been taken up yet", lasting: false }] };
  if (workload.kind === "DaemonSet" && wanted === 0)
    return { ...state, problems: [{ text: "no node is one that it may run on", lasting: false }] };
  if (state.available >= wanted && all <= updated) return { ...state, problems: [] };
  const count = { text: `${state.available} of ${wanted} replicas are available`, lasting: false };
  return {
    ...state,
    problems: [count, ...refusals(workload, told), ...podProblems(workload, told), ...late(workload)],
  };
}

function counts({ kind, spec = {}, status = {} }: Workload) {
  if (kind === "DaemonSet") {
    const { desiredNumberScheduled: wanted = 0, updatedNumberScheduled: updated = 0, numberAvailable = 0 } = status;
    return { wanted, updated, available: numberAvailable, all: 0 };
  }
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  return { wanted: spec.replicas ?? 1, updated: updatedReplicas, available: availableReplicas, all: replicas };
}

/** Pods that the API server does not take: Pod Security, a quota, a webhook, a ServiceAccount that is not there. */
function refusals(workload: Workload, { events }: Told): Problem[] {
  const failure = workload.status?.conditions?.find(
    ({ type, status }) => type === "ReplicaFailure" && status === "True",
  );
  // The other kinds have no condition for it.
  const event = newest(eventsOf(workload.kind, workload, events).filter(({ reason }) => reason === "FailedCreate"));
  const message = failure ? `${failure.reason ?? "FailedCreate"}: ${failure.message ?? ""}` : event?.message;
  return message === undefined ? [] : [{ text: `the API server refuses its pods: ${message}`, lasting: true }];
}

function podProblems(workload: Workload, told: Told): Problem[] {
  const problems = told.pods
    .filter((pod) => isPodOf(workload, pod))
    // Those of the latest description first.
    .sort((a, b) => (b.metadata.creationTimestamp ?? "").localeCompare(a.metadata.creationTimestamp ?? ""))
    .flatMap((pod) => podProblem(pod, told) ?? []);
  return problems.slice(0, PODS);
}

/** Whether a pod is a workload's, by the labels that it selects. */
export function isPodOf({ metadata, spec }: Workload, pod: Pod): boolean {
  const labels = Object.entries(spec?.selector?.matchLabels ?? {});
  return (
    labels.length > 0 &&
    pod.metadata.namespace === metadata.namespace &&
    labels.every(([key, value]) => pod.metadata.labels?.[key] === value)
  );
}

function late({ status }: Workload): Problem[] {
  const progressing = status?.conditions?.find(({ type }) => type === "Progressing");
  if (progressing?.status !== "False") return [];
  return [{ text: `${progressing.reason ?? "not progressing"}: ${progressing.message ?? ""}`, lasting: false }];
}
