import { eventsOf, logKey, newest, type ContainerStatus, type Facts, type Pod } from "./facts";

/** Why something does not serve. */
export interface Problem {
  text: string;
  /** Time alone will not change it, as an image that no registry has. */
  lasting: boolean;
}

/** Why a container waits, where it is for its image. */
const IMAGE = [
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "ErrImageNeverPull",
  "ImageInspectError",
  "RegistryUnavailable",
];
/** Why it waits, where its description can't be carried out: a Secret or a key that is not there. */
const DESCRIPTION = ["CreateContainerConfigError", "CreateContainerError", "RunContainerError"];
/** Events that say why a pod that has a node does not get on. */
const STARTING = ["FailedMount", "FailedAttachVolume", "FailedMapVolume", "FailedCreatePodSandBox"];
/** The pull that fails for want of credentials says only that it fails; this event says why. */
const PULL_SECRET = "FailedToRetrieveImagePullSecret";
/** How much of a container's last words is shown. */
const LAST = { lines: 5, letters: 400 };

type Reported = Pick<Facts, "events" | "logs">;

/** Why a pod is not ready; nothing where it is, or is going away. */
export function podProblem(pod: Pod, reported: Reported): Problem | undefined {
  const { metadata, status = {} } = pod;
  if (metadata.deletionTimestamp !== undefined || condition(pod, "Ready")?.status === "True") return undefined;
  const problem =
    unscheduled(pod) ??
    ended(pod) ??
    containerProblem(pod, reported) ??
    starting(pod, reported) ??
    notReady(pod, reported);
  const { text, lasting } = problem ?? { text: `is ${status.phase ?? "new"} and not ready`, lasting: false };
  return { text: `pod ${metadata.name} ${text}`, lasting };
}

function unscheduled(pod: Pod): Problem | undefined {
  const scheduled = condition(pod, "PodScheduled");
  if (scheduled?.status !== "False") return undefined;
  // A cluster that grows by itself takes minutes for a node.
  return { text: `has no node: ${scheduled.reason ?? "not scheduled"}: ${scheduled.message ?? ""}`, lasting: false };
}

/** The whole pod has failed, as one that was evicted. */
function ended({ status = {} }: Pod): Problem | undefined {
  if (status.phase !== "Failed" || status.reason === undefined) return undefined;
  return { text: `was ended: ${status.reason}: ${status.message ?? ""}`, lasting: false };
}

function containerProblem(pod: Pod, reported: Reported): Problem | undefined {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  for (const container of [...initContainerStatuses, ...containerStatuses]) {
    const problem = waitsFor(pod, container, reported) ?? crash(pod, container, reported);
    if (problem) return problem;
  }
  return undefined;
}

function waitsFor(pod: Pod, { name, image, state }: ContainerStatus, { events }: Reported): Problem | undefined {
  const { reason = "", message = "" } = state?.waiting ?? {};
  if (IMAGE.includes(reason)) {
    const secret = newest(eventsOf("Pod", pod, events).filter((event) => event.reason === PULL_SECRET));
    const why = [`${reason}: ${message}`, ...(secret ? [`${PULL_SECRET}: ${secret.message ?? ""}`] : [])].join("; ");
    return { text: `can't pull the image ${image ?? ""}: ${why}`, lasting: true };
  }
  if (DESCRIPTION.includes(reason))
    return { text: `can't start its container ${name}: ${reason}: ${message}`, lasting: true };
  return undefined;
}

/** It may have crashed for want of something that comes later, so this may pass. */
function crash(pod: Pod, container: ContainerStatus, { logs }: Reported): Problem | undefined {
  if (!crashes(container)) return undefined;
  const { name, restartCount = 0, state, lastState } = container;
  const last = state?.terminated ?? lastState?.terminated;
  const how = last ? `exit code ${last.exitCode}${last.reason ? `, ${last.reason}` : ""}` : "its end is not known";
  const words = lastWords(logs.get(logKey(pod, name)) ?? last?.message ?? "");
  const said = words ? `; it said last: ${words}` : "";
  return { text: `crashes: container ${name} (${how}, ${restartCount} restarts)${said}`, lasting: false };
}

/** Whether a container ends again and again, or has ended with an error. */
export function crashes({ state, lastState, ready }: ContainerStatus): boolean {
  if (ready) return false;
  const { exitCode = 0 } = state?.terminated ?? {};
  return (
    exitCode !== 0 || state?.waiting?.reason === "CrashLoopBackOff" || (lastState?.terminated?.exitCode ?? 0) !== 0
  );
}

function starting(pod: Pod, { events }: Reported): Problem | undefined {
  if (condition(pod, "Initialized")?.status === "True" && pod.status?.phase === "Running") return undefined;
  const event = newest(eventsOf("Pod", pod, events).filter(({ reason = "" }) => STARTING.includes(reason)));
  return event && { text: `can't start: ${event.reason}: ${event.message ?? ""}`, lasting: false };
}

function notReady(pod: Pod, { events }: Reported): Problem | undefined {
  if (pod.status?.phase !== "Running") return undefined;
  const event = newest(eventsOf("Pod", pod, events).filter(({ reason }) => reason === "Unhealthy"));
  return { text: `runs and is not ready${event ? `: ${event.message ?? ""}` : ""}`, lasting: false };
}

function condition({ status }: Pod, type: string) {
  return status?.conditions?.find((each) => each.type === type);
}

function lastWords(text: string): string {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const words = lines.slice(-LAST.lines).join(" / ");
  return words.length > LAST.letters ? `…${words.slice(-LAST.letters)}` : words;
}
