import assert from "node:assert/strict";
import fc from "fast-check";
import { activeFreezes } from "../../../../../components/application/freeze/active";
import { freezeWindow } from "../../../../../components/application/freeze/spec";
import { offsetAt, timeZoneProblem, timeZones } from "../../../../../components/application/freeze/zone";
import { runs } from "../../../../../dev/support/property";

const MINUTE = 60_000;

/** When a window ends that is in force at a moment. */
function endOf(window: object, now: string): string | undefined {
  const [active] = activeFreezes([freezeWindow.parse(window)], new Date(now));
  if (active === undefined) return undefined;
  return active.end === Infinity ? "never" : new Date(active.end).toISOString().replace(/:00\.000Z$/, "Z");
}

describe("a freeze", () => {
  const weekend = { schedule: "0 22 * * 5", duration: "60h", timeZone: "Europe/Zurich" };

  it("is in force from when it begins until its duration is over, on the clocks of its time zone", () => {
    assert.equal(endOf(weekend, "2026-12-04T20:59:59Z"), undefined);
    assert.equal(endOf(weekend, "2026-12-04T21:00:00Z"), "2026-12-07T09:00Z");
    assert.equal(endOf(weekend, "2026-12-07T08:59:59Z"), "2026-12-07T09:00Z");
    assert.equal(endOf(weekend, "2026-12-07T09:00:00Z"), undefined);
    assert.equal(endOf({ ...weekend, timeZone: undefined }, "2026-12-04T21:00:00Z"), undefined);
    assert.equal(endOf({ ...weekend, timeZone: undefined }, "2026-12-04T22:00:00Z"), "2026-12-07T10:00Z");
  });

  it("is an hour shorter where clocks are set forward in it, and an hour longer where they are set back", () => {
    assert.equal(endOf(weekend, "2026-03-27T21:00:00Z"), "2026-03-30T08:00Z");
    assert.equal(endOf(weekend, "2026-10-23T20:00:00Z"), "2026-10-26T09:00Z");
  });

  it("ends where clocks are set back to before it began, and begins again", () => {
    const night = { schedule: "30 2 * * *", duration: "20m", timeZone: "Europe/Zurich" };
    assert.equal(endOf({ ...night, duration: "1h" }, "2026-10-25T00:45:00Z"), "2026-10-25T01:00Z");
    assert.equal(endOf({ ...night, duration: "1h" }, "2026-10-25T01:15:00Z"), undefined);
    assert.equal(endOf({ ...night, duration: "1h" }, "2026-10-25T01:45:00Z"), "2026-10-25T02:30Z");
    assert.equal(endOf(night, "2026-03-29T01:05:00Z"), undefined, "there is no 02:30 on that day");
  });

  it("goes on where the next begins before or as it ends", () => {
    assert.equal(endOf({ schedule: "0 8,10 * * *", duration: "2h" }, "2026-12-01T09:00:00Z"), "2026-12-01T12:00Z");
    assert.equal(endOf({ schedule: "0 8 * * 1-5", duration: "24h" }, "2026-12-01T09:00:00Z"), "2026-12-05T08:00Z");
    assert.equal(endOf({ schedule: "0 0 * * *", duration: "24h" }, "2026-12-01T09:00:00Z"), "never");
    assert.equal(endOf({ schedule: "* * * * *", duration: "1m" }, "2026-12-01T09:00:00Z"), "never");
  });

  it("comes, as with cron, on days of the month or of the week where both are said", () => {
    const both = { schedule: "0 0 13 * 5", duration: "24h" };
    const days = ["2026-11-06", "2026-11-12", "2026-11-13", "2026-12-13"];
    assert.deepEqual(
      days.filter((day) => endOf(both, `${day}T12:00:00Z`) !== undefined),
      ["2026-11-06", "2026-11-13", "2026-12-13"],
    );
  });

  it("is named by its place, the one that ends last first", () => {
    const windows = ["8h", "60h", "1h"].map((duration) => freezeWindow.parse({ ...weekend, duration }));
    const active = activeFreezes(windows, new Date("2026-12-05T02:00:00Z"));
    assert.deepEqual(
      active.map(({ index }) => index),
      [1, 0],
    );
  });

  it("is in force when Argo CD finds it so, and ends with the first minute at which Argo CD does not", () => {
    const choice = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1, maxLength: 3 });
    const field = (from: number, to: number) =>
      fc.option(choice(Array.from({ length: to - from + 1 }, (_, index) => from + index)), { nil: undefined });
    const windows = fc.record({
      minute: field(0, 59),
      hour: field(0, 23),
      day: field(1, 28),
      month: field(1, 12),
      weekday: field(0, 6),
      minutes: fc.oneof(fc.integer({ min: 1, max: 180 }), fc.integer({ min: 1, max: 6000 })),
      timeZone: fc.constantFrom("UTC", "Europe/Zurich", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"),
    });
    // Around changes of clocks, and anywhere.
    const moments = fc
      .tuple(
        fc.constantFrom(
          "2026-03-29T01:00Z",
          "2026-10-25T01:00Z",
          "2026-11-01T06:00Z",
          "2026-10-03T15:30Z",
          "2026-07-01T00:00Z",
        ),
        fc.integer({ min: -4000, max: 4000 }),
      )
      .map(([near, minutes]) => Date.parse(near) + minutes * MINUTE + MINUTE / 2);
    fc.assert(
      fc.property(windows, moments, ({ minutes, timeZone, ...fields }, now) => {
        const { minute, hour, day, month, weekday } = fields;
        const schedule = [minute, hour, day, month, weekday].map((values) => values?.join(",") ?? "*").join(" ");
        const matches = (date: Date) => {
          const has = (values: number[] | undefined, value: number) => values?.includes(value) ?? true;
          const days = [has(day, date.getUTCDate()), has(weekday, date.getUTCDay())];
          return (
            has(minute, date.getUTCMinutes()) &&
            has(hour, date.getUTCHours()) &&
            has(month, date.getUTCMonth() + 1) &&
            (day && weekday ? days.some(Boolean) : days.every(Boolean))
          );
        };
        // As pkg/apis/application/v1alpha1 has it: the clock of now, and a beginning within the duration before.
        const isActive = (at: number) => {
          const clock = at + offsetAt(timeZone, at);
          const first = Math.floor(clock / MINUTE) * MINUTE;
          for (let began = first; began > clock - minutes * MINUTE; began -= MINUTE)
            if (matches(new Date(began))) return true;
          return false;
        };
        const window = freezeWindow.parse({ schedule, duration: `${minutes}m`, timeZone });
        const [active] = activeFreezes([window], new Date(now));
        assert.equal(active !== undefined, isActive(now));
        if (active === undefined) return;
        const { end } = active;
        if (end !== Infinity) assert.equal(isActive(end + MINUTE / 2), false, "it goes on");
        const within = Math.min(end, now + 100 * 60 * MINUTE) - now;
        for (const part of [0.1, 0.3, 0.5, 0.7, 0.9]) assert.ok(isActive(now + part * within), "it ends before");
        assert.ok(end === Infinity || isActive(end - MINUTE / 2), "it ends before");
      }),
      runs(300),
    );
  });
});

describe("a time zone", () => {
  it("is one that Argo CD's image knows, by its name of today", () => {
    for (const name of ["UTC", "Europe/Zurich", "Asia/Kolkata", "Europe/Kyiv", "America/Argentina/Buenos_Aires"])
      assert.equal(timeZoneProblem(name), undefined, name);
    for (const name of ["CET", "US/Pacific", "europe/zurich", "+01:00", "Local", "", "Etc/GMT+1", "GMT"])
      assert.equal(timeZoneProblem(name), "must be a time zone such as UTC or Europe/Zurich", name);
    assert.equal(timeZoneProblem("Europe/Kiev"), "is an old name: the time zone is Europe/Kyiv now");
  });

  it("has clocks here, whatever its name", () => {
    const now = Date.parse("2026-07-01T12:00:00Z");
    for (const name of timeZones()) assert.ok(Math.abs(offsetAt(name, now)) <= 14 * 60 * MINUTE, name);
    assert.equal(offsetAt("Asia/Kathmandu", now), 345 * MINUTE);
  });
});
