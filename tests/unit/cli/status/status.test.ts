import assert from "node:assert/strict";
import { stackStatus } from "../../../../cli/status/stack";
import type { StackUpdate } from "../../../../cli/stack/pulumi";
import { summaryTable } from "../../../../cli/status/summary";
import { applicationStatus, environmentApplications, freezeStatuses, withServing } from "../../../../cli/status/read";

describe("sandbox", () => {
  describe("summary", () => {
    it("takes an Application for good when it is Synced and Healthy, and says why when not", () => {
      const sync = { status: "Synced", revision: "0123456789abcdef0123456789abcdef01234567" };
      const good = applicationStatus({
        metadata: { name: "a" },
        spec: {},
        status: { sync, health: { status: "Healthy" } },
      });
      assert.deepEqual([good.ok, good.detail], [true, "Synced, Healthy at 0123456789ab"]);
      const conditions = [{ type: "ComparisonError", message: "authentication required" }];
      const bad = applicationStatus({
        metadata: { name: "a" },
        spec: {},
        status: { sync: { status: "Unknown" }, conditions },
      });
      assert.ok(!bad.ok);
      assert.match(bad.detail, /Unknown.*ComparisonError: authentication required/);
      assert.ok(!applicationStatus({ metadata: { name: "a" }, spec: {} }).ok);
    });

    it("names the freezes that are in force, which are no fault", () => {
      const window = { schedule: "0 22 * * 5", duration: "60h", timeZone: "UTC", manual: false };
      assert.deepEqual(freezeStatuses([window], new Date("2026-12-05T12:00:00Z")), [
        {
          kind: "Freeze",
          name: "application.freeze[0]",
          ok: true,
          detail:
            'is in force until 2026-12-07T10:00Z: 60h from each "0 22 * * 5" (UTC); Argo CD syncs nothing by itself',
        },
      ]);
      assert.deepEqual(freezeStatuses([window], new Date("2026-12-08T12:00:00Z")), []);
    });

    it("finds the Applications of an environment through its root", () => {
      const app = (name: string, path?: string, children: string[] = []) => ({
        metadata: { name },
        spec: { source: { path } },
        status: {
          sync: { status: "Synced", comparedTo: { source: { path } } },
          health: { status: "Healthy" },
          resources: children.map((child) => ({ kind: "Application", name: child })),
        },
      });
      const all = [
        app("root", "app-of-apps/dev", ["a", "lost"]),
        app("a"),
        app("b"),
        app("root-prod", "app-of-apps/prod"),
      ];
      assert.deepEqual(
        environmentApplications("dev", all).map(({ name, ok }) => [name, ok]),
        [
          ["root", true],
          ["a", true],
          ["lost", false],
        ],
      );
      assert.ok(
        environmentApplications("prod", all).some(({ ok }) => !ok),
        "a root without children delivers nothing",
      );
      assert.ok(!environmentApplications("stage", all)[0]!.ok);
    });

    it("tells the root of an environment from that of another repository, whose folder has the same name", () => {
      const root = (name: string) => ({ metadata: { name }, spec: { source: { path: "app-of-apps/dev" } } });
      const [found] = environmentApplications("dev", [root("of-another-team"), root("ours")], "ours");
      assert.equal(found?.name, "ours");
    });

    it("marks what is not as it should be", () => {
      const text = summaryTable({
        environment: "dev",
        findings: [{ kind: "Gateway", name: "g", ok: false, detail: "a\nb" }],
      });
      assert.match(text, /1 of 1 objects are not[^]*NOT OK +Gateway +g +a b/);
    });
  });
});

describe("the status of what serves", () => {
  const part = (kind: string, ok: boolean, detail: string) => ({
    ...{ kind, namespace: "ns", name: "x", ok, detail },
    missing: false,
    broken: false,
  });
  const gateway = { kind: "Gateway", name: "ns/x", ok: true, detail: "Accepted, Programmed", addresses: ["10.0.0.1"] };

  it("is one with what the controller says of a Gateway", () => {
    assert.deepEqual(withServing([gateway], [part("Gateway", true, "serves at 10.0.0.1")]), [
      { ...gateway, detail: "Accepted, Programmed; serves at 10.0.0.1" },
    ]);
    assert.deepEqual(withServing([gateway], [part("Gateway", false, "its pod crashes")]), [
      { ...gateway, ok: false, detail: "its pod crashes" },
    ]);
    const bad = { ...gateway, ok: false, detail: "not Accepted" };
    assert.deepEqual(withServing([bad], [part("Gateway", true, "serves at 10.0.0.1")]), [bad]);
    assert.equal(
      withServing([bad], [part("Gateway", false, "its pod crashes")])[0]?.detail,
      "not Accepted; its pod crashes",
    );
  });

  it("is a line of its own for a workload", () => {
    assert.deepEqual(withServing([gateway], [part("Deployment", false, "crashes")]), [
      gateway,
      { kind: "Deployment", name: "ns/x", ok: false, detail: "crashes" },
    ]);
  });
});

describe("status of a stack", () => {
  const update = (more: Partial<StackUpdate>): StackUpdate => ({
    kind: "update",
    result: "succeeded",
    startTime: "2026-11-24T21:00:00.000Z",
    endTime: "2026-11-24T21:02:00.000Z",
    ...more,
  });
  const cases: [string, StackUpdate[], boolean, RegExp][] = [
    ["that was updated", [update({})], true, /^last update at 2026-11-24T21:02/],
    ["whose last update failed", [update({ result: "failed" }), update({})], false, /update failed at .*pulumi up/],
    ["that is being updated", [update({ result: "in-progress", endTime: undefined })], false, /runs since .*21:00/],
    ["that was destroyed", [update({ kind: "destroy" }), update({})], false, /was destroyed/],
    ["that was never deployed", [], false, /never deployed: pulumi up --stack dev/],
    [
      "of which only previews are newer",
      [update({ kind: "preview", result: "failed" }), update({})],
      true,
      /^last update/,
    ],
  ];
  for (const [title, history, ok, detail] of cases) {
    it(`is right for one ${title}`, () => {
      const status = stackStatus("dev", history);
      assert.deepEqual([status.kind, status.name, status.ok], ["Stack", "dev", ok]);
      assert.match(status.detail, detail);
    });
  }
});
