import { eventsOf, newest, type Facts, type Pod, type Workload } from "./facts";
import { podProblem, type Problem } from "./pods";

/** Pods of a workload whose problems are reported: they are mostly alike. */
const PODS = 2;

/** How a workload stands. */
export interface WorkloadState {
  /** Desired replicas. */
  desired: number;
  /** Replicas of its latest description that are available. */
  available: number;
  /** None, where all desired ones are available at the observed generation. */
  problems: Problem[];
}

type Reported = Pick<Facts, "pods" | "events" | "logs">;

/** Assesses a workload by its own status; where that is not good, its pods and events say why. */
export function workloadState(workload: Workload, reported: Reported): WorkloadState {
  const { metadata, status = {} } = workload;
  const { desired, updated, available, all } = counts(workload);
  const state = { desired, available: Math.min(updated, available) };
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0))
    return { ...state, problems: [{ text: "its last change has not been taken up yet", lasting: false }] };
  if (workload.kind === "DaemonSet" && desired === 0)
    return { ...state, problems: [{ text: "no node is one that it may run on", lasting: false }] };
  if (state.available >= desired && all <= updated) return { ...state, problems: [] };
  const count = { text: `${state.available} of ${desired} replicas are available`, lasting: false };
  return {
    ...state,
    problems: [count, ...refusals(workload, reported), ...podProblems(workload, reported), ...late(workload)],
  };
}

function counts({ kind, spec = {}, status = {} }: Workload) {
  if (kind === "DaemonSet") {
    const { desiredNumberScheduled: desired = 0, updatedNumberScheduled: updated = 0, numberAvailable = 0 } = status;
    return { desired, updated, available: numberAvailable, all: 0 };
  }
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  return { desired: spec.replicas ?? 1, updated: updatedReplicas, available: availableReplicas, all: replicas };
}

/** Pods that the API server does not take: Pod Security, a quota, a webhook, a ServiceAccount that is not there. */
function refusals(workload: Workload, { events }: Reported): Problem[] {
  const failure = workload.status?.conditions?.find(
    ({ type, status }) => type === "ReplicaFailure" && status === "True",
  );
  // The other kinds have no condition for it.
  const event = newest(eventsOf(workload.kind, workload, events).filter(({ reason }) => reason === "FailedCreate"));
  const message = failure ? `${failure.reason ?? "FailedCreate"}: ${failure.message ?? ""}` : event?.message;
  return message === undefined ? [] : [{ text: `the API server refuses its pods: ${message}`, lasting: true }];
}

function podProblems(workload: Workload, reported: Reported): Problem[] {
  const problems = reported.pods
    .filter((pod) => isPodOf(workload, pod))
    // Those of the latest description first.
    .sort((a, b) => (b.metadata.creationTimestamp ?? "").localeCompare(a.metadata.creationTimestamp ?? ""))
    .flatMap((pod) => podProblem(pod, reported) ?? []);
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
