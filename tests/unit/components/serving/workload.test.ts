import assert from "node:assert/strict";
import fc from "fast-check";
import type { Event, Pod, Workload, WorkloadKind } from "../../../../components/serving/facts";
import { workloadState } from "../../../../components/serving/workload";
import { runs } from "../../../../dev/support/property";

const labels = { app: "a" };
const workload = (kind: WorkloadKind, status: Workload["status"], replicas?: number): Workload => ({
  kind,
  metadata: { namespace: "ns", name: "w", generation: 2 },
  spec: { replicas, selector: { matchLabels: labels } },
  status: { observedGeneration: 2, ...status },
});
const nothing = { pods: [], events: [], logs: new Map<string, string>() };
const texts = (live: Workload, reported: { pods?: Pod[]; events?: Event[] } = {}) =>
  workloadState(live, { ...nothing, ...reported }).problems.map(({ text }) => text);
const full = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

const pending = (name: string, more: object = {}): Pod => ({
  metadata: { namespace: "ns", name, labels, ...more },
  status: { phase: "Pending", conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable" }] },
});

describe("the state of a workload", () => {
  it("is good where all replicas of the latest description are available", () => {
    assert.deepEqual(workloadState(workload("Deployment", full, 2), nothing), {
      desired: 2,
      available: 2,
      problems: [],
    });
    assert.deepEqual(workloadState(workload("StatefulSet", full, 2), nothing).problems, []);
    const spread = { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 };
    assert.deepEqual(workloadState(workload("DaemonSet", spread), nothing), { desired: 3, available: 3, problems: [] });
  });

  it("is good where no replicas are desired, and none exist", () => {
    assert.deepEqual(workloadState(workload("Deployment", {}, 0), nothing), { desired: 0, available: 0, problems: [] });
  });

  it("is one replica where the number is not said", () => {
    assert.deepEqual(texts(workload("Deployment", {})), ["0 of 1 replicas are available"]);
  });

  it("is not told by what was so before the last change", () => {
    const old = { ...full, observedGeneration: 1 };
    assert.deepEqual(texts(workload("Deployment", old, 2)), ["its last change has not been taken up yet"]);
  });

  it("is not good while replicas of an older description serve, or have not gone", () => {
    assert.equal(texts(workload("Deployment", { ...full, updatedReplicas: 1 }, 2)).length, 1);
    assert.equal(texts(workload("Deployment", { ...full, replicas: 3 }, 2)).length, 1);
  });

  it("is not good where no node may have it", () => {
    assert.deepEqual(texts(workload("DaemonSet", {})), ["no node is one that it may run on"]);
  });

  it("says who refuses its pods", () => {
    const conditions = [
      { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: 'pods "w-" is forbidden: quota' },
    ];
    const { problems } = workloadState(workload("Deployment", { conditions }), nothing);
    assert.deepEqual(problems[1], {
      text: 'the API server refuses its pods: FailedCreate: pods "w-" is forbidden: quota',
      lasting: true,
    });
    const event = (kind: string): Event => ({
      metadata: { name: "e" },
      involvedObject: { kind, namespace: "ns", name: "w" },
      reason: "FailedCreate",
      message: "violates PodSecurity",
    });
    const spread = workload("DaemonSet", { desiredNumberScheduled: 1 });
    const events = [event("DaemonSet")];
    assert.ok(texts(spread, { events }).includes("the API server refuses its pods: violates PodSecurity"));
    assert.ok(!texts(spread, { events: [event("Job")] }).some((text) => text.includes("refuses")));
  });

  it("says that it is late", () => {
    const conditions = [
      { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded", message: "it timed out" },
    ];
    assert.deepEqual(texts(workload("Deployment", { conditions })).slice(-1), [
      "ProgressDeadlineExceeded: it timed out",
    ]);
  });

  it("names its own pods, the newest first, and not all of many", () => {
    const pods = [
      pending("old", { creationTimestamp: "2026-01-01T00:00:00Z" }),
      pending("new", { creationTimestamp: "2026-01-03T00:00:00Z" }),
      pending("mid", { creationTimestamp: "2026-01-02T00:00:00Z" }),
      pending("elsewhere", { namespace: "other", creationTimestamp: "2026-01-04T00:00:00Z" }),
      pending("another", { labels: { app: "b" }, creationTimestamp: "2026-01-04T00:00:00Z" }),
    ];
    assert.deepEqual(
      texts(workload("Deployment", {}), { pods })
        .slice(1)
        .map((text) => text.split(" ")[1]),
      ["new", "mid"],
    );
  });

  it("has no problem exactly where all desired replicas are available, whatever the numbers", () => {
    const count = fc.integer({ min: 0, max: 4 });
    const numbers = fc.record({ desired: count, updated: count, available: count, all: count, seen: fc.boolean() });
    fc.assert(
      fc.property(numbers, fc.array(count), ({ desired, updated, available, all, seen }, pods) => {
        const status = {
          observedGeneration: seen ? 2 : 1,
          replicas: all,
          updatedReplicas: updated,
          availableReplicas: available,
        };
        const reported = { ...nothing, pods: pods.map((each) => pending(`p${each}`)) };
        const { problems } = workloadState(workload("Deployment", status, desired), reported);
        const good = seen && updated >= desired && available >= desired && all <= updated;
        assert.equal(problems.length === 0, good);
      }),
      runs(500),
    );
  });
});
