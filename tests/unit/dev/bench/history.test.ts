import assert from "node:assert/strict";
import { assess, rowsOf } from "../../../../dev/bench/figure";
import { regressions } from "../../../../dev/bench/history";

describe("a figure of the bench", () => {
  const figure = { what: "preview", unit: "s", runs: [5, 3, 4] } as const;

  it("is judged by its median, as a multiple of its yardstick", () => {
    const yardstick = { what: "empty program", value: 2 };
    assert.deepEqual(assess({ ...figure, yardstick, atMost: 1.9 }), {
      ...figure,
      yardstick,
      atMost: 1.9,
      least: 3,
      median: 4,
      ratio: 2,
      met: false,
    });
    assert.equal(assess({ ...figure, yardstick, atMost: 2 }).met, true);
  });

  it("without a yardstick is judged as it is, and without a target not at all", () => {
    assert.equal(assess({ ...figure, atMost: 4 }).met, true);
    assert.equal(assess({ ...figure, atMost: 3.9 }).met, false);
    assert.equal(assess(figure).met, undefined);
  });

  it("stands beside its target in the table", () => {
    const [row] = rowsOf([assess({ ...figure, yardstick: { what: "empty program", value: 2 }, atMost: 1.5 })]);
    assert.deepEqual(row, ["preview", "3", "3.00 s", "4.00 s", "2.00 s: empty program", "2.00 x", "1.5 x", "MISSED"]);
  });

  it("tells of what has become slower on such a machine, by the ratio where there is one", () => {
    const before = {
      at: "2026-11-01T00:00:00Z",
      machine: "m",
      what: "preview",
      unit: "s",
      runs: 3,
      least: 1,
      median: 2,
    };
    const result = assess(figure);
    assert.deepEqual(regressions([result], [before], "m"), ["preview: 4.00 s, and 2.00 s on 2026-11-01"]);
    assert.deepEqual(regressions([result], [before], "another machine"), []);
    assert.deepEqual(regressions([result], [{ ...before, median: 3.5 }], "m"), []);
    const relative = assess({ ...figure, yardstick: { what: "y", value: 4 } });
    assert.deepEqual(regressions([relative], [{ ...before, ratio: 0.9 }], "m"), []);
    assert.deepEqual(regressions([relative], [{ ...before, ratio: 0.5 }], "m"), [
      "preview: 1.00 x, and 0.50 x on 2026-11-01",
    ]);
  });
});
