import assert from "node:assert/strict";
import { parseSchedule, type Schedule } from "../../../../../components/application/freeze/schedule";
import { freezeOf } from "../../../../../components/application/freeze/windows";
import { judgeFreeze, openSyncs, type ActiveFreezes } from "../../../../../components/application/freeze/held";
import { activeFreezes } from "../../../../../components/application/freeze/active";
import { appProjects } from "../../../../../components/application/projects";
import { REFRESH, type Application } from "../../../../../components/application/status";
import { environment } from "../../../../../dev/support/environment";

const freeze = [
  { schedule: "0 22 * * 5", duration: "60h", timeZone: "Europe/Zurich" },
  { schedule: "0 0 20 dec *", duration: "384h", manual: true },
];

type Project = { spec: { syncWindows?: object[] } };

describe("a freeze in Argo CD", () => {
  it("is a window of each AppProject in which nothing is synced, and on request only", () => {
    for (const { spec } of appProjects(environment({ application: { freeze } })) as unknown as Project[])
      assert.deepEqual(spec.syncWindows, [
        { kind: "deny", schedule: "0 22 * * 5", duration: "60h", timeZone: "Europe/Zurich", applications: ["*"] },
        {
          kind: "deny",
          schedule: "0 0 20 dec *",
          duration: "384h",
          timeZone: "UTC",
          applications: ["*"],
          manualSync: true,
        },
      ]);
    for (const { spec } of appProjects(environment()) as unknown as Project[]) assert.ok(!("syncWindows" in spec));
  });

  it("is read back, beside what somebody else has put there", () => {
    const described = environment({ application: { freeze } });
    const [project] = appProjects(described) as unknown as Project[];
    assert.deepEqual(freezeOf(project!), described.application.freeze);
    const others = [
      { kind: "allow", schedule: "0 1 * * *", duration: "1h", timeZone: "UTC" },
      { kind: "deny", schedule: "0 1 * * 7", duration: "1h", timeZone: "UTC" },
      { kind: "deny", schedule: "0 1 * * *", duration: "1h" },
    ];
    assert.deepEqual(freezeOf({ spec: { syncWindows: others } }), [
      { schedule: "0 1 * * *", duration: "1h", timeZone: "UTC", manual: false },
    ]);
    assert.deepEqual(freezeOf({}), []);
  });
});

describe("the schedule of a freeze", () => {
  it("is what cron takes for one", () => {
    for (const text of ["* * * * *", "*/15 8-18 * * mon-fri", "0 22 28-31,1 FEB,dec 0", "5/10 0 29 2 *", "0 0 31 * 1"])
      assert.equal(typeof parseSchedule(text), "object", text);
    const { minutes, hours } = parseSchedule("5/20 22-23 * * *") as Schedule;
    assert.deepEqual(
      [minutes, hours],
      [
        [5, 25, 45],
        [22, 23],
      ],
    );
  });

  it("is no more than that: what Argo CD would refuse, or take for always", () => {
    for (const text of [
      "",
      "0 22 * *",
      "0 22 * * 5 *",
      "@daily",
      "60 * * * *",
      "0 24 * * *",
      "0 0 0 * *",
      "0 0 * 13 *",
    ])
      assert.equal(typeof parseSchedule(text), "string", text);
    for (const text of [
      "0 0 * * 7",
      "0 0 * * fri-mon",
      "0 0 5-1 * *",
      "*/0 * * * *",
      "0,, * * * *",
      "TZ=UTC 0 0 * * *",
    ])
      assert.equal(typeof parseSchedule(text), "string", text);
    for (const text of ["0 0 30 2 *", "0 0 31 4,6,9,11 *"])
      assert.equal(parseSchedule(text), "is for a day that no month has", text);
  });
});

describe("an up in a freeze", () => {
  const described = environment({ application: { freeze } }, "prod");
  const windows = described.application.freeze;
  const active = activeFreezes(windows, new Date("2026-12-05T12:00:00Z")) as unknown as ActiveFreezes;
  const application = (status: Application["status"], annotations = {}): Application => ({
    metadata: { name: "a", annotations },
    ...(status && { status }),
  });
  const synced = application({ sync: { status: "Synced" }, health: { status: "Degraded" } });
  const open = (...applications: Application[]) =>
    openSyncs([synced, ...applications].map((each) => ({ name: each.metadata.name, application: each })));

  it("goes on where nothing has to be synced, and reports the freeze", () => {
    assert.deepEqual(open(synced), []);
    const verdict = judgeFreeze("prod", active, windows, open(synced));
    assert.deepEqual(verdict, {
      ok: true,
      report:
        'prod is frozen: application.freeze[0] is in force until 2026-12-07T09:00Z: 60h from each "0 22 * * 5" ' +
        "(Europe/Zurich). Until it ends, Argo CD syncs nothing by itself.",
    });
  });

  it("goes on where Argo CD can't compare, or has yet to look: new credentials may be what it needs", () => {
    const outOfSync = { sync: { status: "OutOfSync" } };
    assert.deepEqual(open(application({ sync: { status: "Unknown" } }), application(undefined)), []);
    assert.deepEqual(open(application(outOfSync, { [REFRESH]: "normal" })), []);
    assert.equal(open(application(outOfSync)).length, 1);
  });

  it("is refused where Argo CD is at a commit with other files", () => {
    const verdict = { ok: false, why: "its files are not those of this checkout" } as const;
    assert.deepEqual(openSyncs([{ name: "a", application: synced, verdict }]), [
      { path: "a", problem: "its files are not those of this checkout" },
    ]);
    assert.equal(judgeFreeze("prod", active, windows, open(application({ sync: { status: "OutOfSync" } }))).ok, false);
  });

  it("puts a freeze in force that Argo CD does not have, whatever is on its way", () => {
    const [, other] = windows;
    const waiting = open(application({ sync: { status: "OutOfSync" } }));
    assert.equal(judgeFreeze("prod", active, [other!], waiting).ok, true);
    assert.equal(judgeFreeze("prod", active, undefined, waiting).ok, false, "a first deployment");
  });
});
