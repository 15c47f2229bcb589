import assert from "node:assert/strict";
import { assessHealth, retriesFormer, type Application } from "../../../../components/application/status";

const app = (status: Application["status"], annotations = {}): Application => ({
  metadata: { name: "a", annotations },
  status,
});
const good = { sync: { status: "Synced", revision: "1.4.1" }, health: { status: "Healthy" } };

describe("the verdict on an Application", () => {
  const cases: [string, Application | undefined, { deployed: boolean; broken: boolean; state: string }][] = [
    ["that is not there", undefined, { deployed: false, broken: false, state: "is not there" }],
    [
      "that was never compared",
      app(undefined),
      { deployed: false, broken: false, state: "not compared yet, health unknown" },
    ],
    ["that is synced and healthy", app(good), { deployed: true, broken: false, state: "Synced, Healthy at 1.4.1" }],
    [
      "that Argo CD was asked to look at and has not yet",
      app(good, { "argocd.argoproj.io/refresh": "normal" }),
      {
        deployed: false,
        broken: false,
        state:
          "Synced, Healthy at 1.4.1; Argo CD has not looked at it since it was asked to: does its application controller run?",
      },
    ],
    [
      "whose source has changed since it was found synced",
      {
        ...app({ ...good, sync: { ...good.sync, comparedTo: { source: { targetRevision: "1.4.0" } } } }),
        spec: { source: { targetRevision: "1.4.1" } },
      },
      {
        deployed: false,
        broken: false,
        state: "Synced, Healthy at 1.4.1; Argo CD has not compared it since its source changed",
      },
    ],
    [
      "whose sync still runs",
      app({ ...good, operationState: { phase: "Running" } }),
      { deployed: false, broken: false, state: "Synced, Healthy at 1.4.1; its sync still runs" },
    ],
    [
      "whose repo-server is away",
      app({
        conditions: [{ type: "ComparisonError", message: "rpc error: code = Unavailable desc = connection error" }],
      }),
      {
        deployed: false,
        broken: true,
        state:
          "not compared yet, health unknown; ComparisonError: rpc error: code = Unavailable desc = connection error (Argo CD's repo-server does not answer)",
      },
    ],
    [
      "that can't be compared with Git",
      app({
        sync: { status: "Unknown" },
        conditions: [{ type: "ComparisonError", message: "authentication required\n" }],
      }),
      { deployed: false, broken: true, state: "Unknown, health unknown; ComparisonError: authentication required" },
    ],
    [
      "with an object that does not work",
      app({
        ...good,
        health: { status: "Degraded" },
        resources: [
          { kind: "Gateway", name: "gw", health: { status: "Healthy" } },
          { kind: "AgentgatewayBackend", name: "openai", health: { status: "Degraded", message: "no such Secret" } },
        ],
      }),
      {
        deployed: false,
        broken: false,
        state: "Synced, Degraded at 1.4.1; AgentgatewayBackend openai is Degraded: no such Secret",
      },
    ],
    [
      "whose sync failed",
      app({
        sync: { status: "OutOfSync" },
        health: { status: "Missing" },
        operationState: {
          phase: "Failed",
          message: "one or more objects failed to apply",
          syncResult: { resources: [{ kind: "Gateway", name: "gw", status: "SyncFailed", message: "forbidden" }] },
        },
      }),
      {
        deployed: false,
        broken: false,
        state: "OutOfSync, Missing; one or more objects failed to apply; Gateway gw: forbidden",
      },
    ],
  ];
  for (const [title, application, expected] of cases) {
    it(`is right for one ${title}`, () => assert.deepEqual(assessHealth("a", application), { name: "a", ...expected }));
  }

  it("does not wonder whether Argo CD runs right after it was asked to look", () => {
    const requested = app(good, { "argocd.argoproj.io/refresh": "normal" });
    assert.equal(
      assessHealth("a", requested, false).state,
      "Synced, Healthy at 1.4.1; Argo CD has not looked at it since it was asked to",
    );
    assert.match(assessHealth("a", requested, true).state, /does its application controller run\?$/);
  });
});

describe("a sync that is tried again", () => {
  const source = { repoURL: "u", targetRevision: "dev" };
  const trying = (more: object = {}, sync: object = {}) => ({
    metadata: { name: "a" },
    spec: { source },
    status: {
      sync: { status: "OutOfSync", revision: "new" },
      operationState: {
        phase: "Running",
        retryCount: 1,
        operation: { sync: { source: { ...source }, revision: "new", ...sync } },
        ...more,
      },
    },
  });

  it("is of what the Application was before, where it is of another source, or of an older commit", () => {
    assert.ok(retriesFormer(trying({}, { source: { ...source, targetRevision: "bad" } })));
    assert.ok(retriesFormer(trying({}, { revision: "old" })));
    for (const revision of ["new", "", undefined]) assert.ok(!retriesFormer(trying({}, { revision })));
  });

  it("is none where the first try is under way, or the last has ended", () => {
    const bad = { revision: "old" };
    for (const more of [{ retryCount: 0 }, { phase: "Failed" }, { phase: "Terminating" }])
      assert.ok(!retriesFormer(trying(more, bad)));
    assert.ok(!retriesFormer({ metadata: { name: "a" } }));
  });
});
