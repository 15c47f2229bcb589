import assert from "node:assert/strict";
import type { ContainerStatus, Event, Pod } from "../../../../components/serving/facts";
import { podProblem } from "../../../../components/serving/pods";

const metadata = { namespace: "ns", name: "p" };
const condition = (type: string, status: string, reason?: string, message?: string) => ({
  type,
  status,
  reason,
  message,
});
const unready = condition("Ready", "False", "ContainersNotReady");
const event = (reason: string, message: string, lastTimestamp = "2026-01-01T00:00:00Z"): Event => ({
  metadata: { name: reason },
  involvedObject: { kind: "Pod", namespace: "ns", name: "p" },
  reason,
  message,
  lastTimestamp,
});

interface Case {
  status: Pod["status"];
  events?: Event[];
  log?: string;
  says: string;
  lasting?: boolean;
}

const running = (container: Partial<ContainerStatus>, more: Partial<Pod["status"]> = {}): Pod["status"] => ({
  phase: "Running",
  conditions: [unready],
  containerStatuses: [{ name: "c", image: "r/a:1", ...container }],
  ...more,
});
const waits = (reason: string, message: string) =>
  running({ state: { waiting: { reason, message } } }, { phase: "Pending" });
const crashed = { terminated: { exitCode: 101, reason: "Error", message: "from the kubelet\n" } };

const cases: Record<string, Case> = {
  "that no node takes": {
    status: { phase: "Pending", conditions: [condition("PodScheduled", "False", "Unschedulable", "0/3 nodes: cpu")] },
    says: "pod p has no node: Unschedulable: 0/3 nodes: cpu",
  },
  "whose image is not there": {
    status: waits("ImagePullBackOff", "Back-off pulling: not found"),
    says: "pod p can't pull the image r/a:1: ImagePullBackOff: Back-off pulling: not found",
    lasting: true,
  },
  "that may not pull its image, for the Secret is missing": {
    status: waits("ErrImagePull", "401 Unauthorized"),
    events: [event("FailedToRetrieveImagePullSecret", "Unable to retrieve some image pull secrets (regcred)")],
    says:
      "pod p can't pull the image r/a:1: ErrImagePull: 401 Unauthorized; FailedToRetrieveImagePullSecret: Unable to " +
      "retrieve some image pull secrets (regcred)",
    lasting: true,
  },
  "whose Secret lacks a key": {
    status: waits("CreateContainerConfigError", 'secret "s" not found'),
    says: `pod p can't start its container c: CreateContainerConfigError: secret "s" not found`,
    lasting: true,
  },
  "that crashes, by its log": {
    status: running({ restartCount: 3, state: { waiting: { reason: "CrashLoopBackOff" } }, lastState: crashed }),
    log: "one\n\ntwo\nthree\nfour\nfive\nsix\n",
    says: "pod p crashes: container c (exit code 101, Error, 3 restarts); it said last: two / three / four / five / six",
  },
  "that crashes, by what the kubelet kept where its log can't be read": {
    status: running({ restartCount: 1, state: crashed }),
    says: "pod p crashes: container c (exit code 101, Error, 1 restarts); it said last: from the kubelet",
  },
  "whose first container crashes before the others start": {
    status: {
      phase: "Pending",
      conditions: [unready],
      initContainerStatuses: [{ name: "init", restartCount: 2, state: { terminated: { exitCode: 1 } } }],
      containerStatuses: [{ name: "c", state: { waiting: { reason: "PodInitializing" } } }],
    },
    says: "pod p crashes: container init (exit code 1, 2 restarts)",
  },
  "whose volume can't be mounted": {
    status: waits("ContainerCreating", ""),
    events: [
      event("FailedMount", "old", "2025-01-01T00:00:00Z"),
      event("FailedMount", 'secret "tls" not found'),
      event("Unrelated", "x", "2027-01-01T00:00:00Z"),
    ],
    says: `pod p can't start: FailedMount: secret "tls" not found`,
  },
  "that runs and fails its probe": {
    status: running({ state: { running: {} } }),
    events: [event("Unhealthy", "Readiness probe failed: connection refused")],
    says: "pod p runs and is not ready: Readiness probe failed: connection refused",
  },
  "that was evicted": {
    status: { phase: "Failed", reason: "Evicted", message: "The node was low on memory." },
    says: "pod p was ended: Evicted: The node was low on memory.",
  },
  "of which nothing is known": { status: undefined, says: "pod p is new and not ready" },
};

describe("the problem of a pod", () => {
  for (const [title, { status, events = [], log, says, lasting = false }] of Object.entries(cases)) {
    it(`is told of one ${title}`, () => {
      const logs = new Map(log === undefined ? [] : [["ns/p/c", log]]);
      assert.deepEqual(podProblem({ metadata, status }, { events, logs }), { text: says, lasting });
    });
  }

  it("is none of one that is ready, or goes away", () => {
    const reported = { events: [event("FailedMount", "earlier")], logs: new Map<string, string>() };
    assert.equal(podProblem({ metadata, status: { conditions: [condition("Ready", "True")] } }, reported), undefined);
    const leaving = { ...metadata, deletionTimestamp: "2026-01-01T00:00:00Z" };
    assert.equal(podProblem({ metadata: leaving, status: { phase: "Failed" } }, reported), undefined);
  });

  it("is not told by the events of another object", () => {
    const others = { ...event("FailedMount", "theirs"), involvedObject: { kind: "Pod", namespace: "ns", name: "q" } };
    const reported = { events: [others], logs: new Map<string, string>() };
    assert.equal(
      podProblem({ metadata, status: waits("ContainerCreating", "") }, reported)?.text,
      "pod p is Pending and not ready",
    );
  });

  it("shows the end of a long line only", () => {
    const logs = new Map([["ns/p/c", `${"x".repeat(5000)}end`]]);
    const { text = "" } = podProblem({ metadata, status: running({ state: crashed }) }, { events: [], logs }) ?? {};
    assert.ok(text.length < 600 && text.endsWith("xend"), text);
  });
});
