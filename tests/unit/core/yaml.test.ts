import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { toYaml } from "../../../core/yaml";
import { runs } from "../../../dev/support/property";

describe("YAML for Kubernetes' readers", () => {
  for (const text of [
    "on",
    "y",
    "0755",
    "0o7",
    "0O0",
    "+0O7",
    "0B1",
    "-0X1f",
    "0x_1",
    "1_000",
    "1:30",
    "1e3",
    "0e_0",
    "1_e5",
    "-_1",
    "._5",
    "1e+_5_",
    "~",
  ]) {
    it(`quotes ${text}, as a key and as a value`, () => {
      const quoted = JSON.stringify(text);
      assert.equal(toYaml({ [text]: [text] }), `${quoted}:\n  - ${quoted}\n`);
    });
  }

  for (const text of ["1.4.1", "10.0.0.0/8", "v1", "0o8x"]) {
    it(`does not quote ${text}`, () => assert.equal(toYaml([text]), `- ${text}\n`));
  }

  it("keeps any value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => assert.deepEqual(parse(toYaml([value]), { version: "1.1" }), [value])),
      runs(500),
    );
  });
});
