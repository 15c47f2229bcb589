import assert from "node:assert/strict";
import { fits } from "../../../../kube/fieldTables/pattern";

describe("a pattern of a schema", () => {
  it("is read as Go reads it", () => {
    assert.ok(fits("X-Key", String.raw`^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$`));
    assert.ok(!fits("x\n", "^x$"));
    assert.ok(fits("abc", "(?i)^ABC$"), "a flag that JavaScript does not know");
  });

  it("takes no longer for a text that does not fit, for which JavaScript's own expressions take minutes", () => {
    const nested = String.raw`^[!-~]+([\t ]?[!-~]+)*$`;
    const before = process.cpuUsage();
    assert.ok(!fits(`${"a".repeat(4000)}é`, nested));
    assert.ok(process.cpuUsage(before).user < 5_000_000, "five seconds of the processor");
  });
});
