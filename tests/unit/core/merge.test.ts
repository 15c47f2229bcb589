import assert from "node:assert/strict";
import fc from "fast-check";
import { mergeLayers, type PlainObject } from "../../../core/merge";

describe("merging", () => {
  const plain = fc.letrec((tie) => ({
    object: fc.dictionary(
      fc.string(),
      fc.oneof({ depthSize: "small" }, fc.string(), fc.integer(), fc.boolean(), fc.array(fc.integer()), tie("object")),
    ),
  })).object as fc.Arbitrary<PlainObject>;

  it("leaves a layer as it is when nothing is laid over it, and shares nothing with it", () => {
    fc.assert(
      fc.property(plain, (layer) => {
        const merged = mergeLayers(layer, {});
        assert.deepEqual({ ...merged }, { ...layer });
        assert.notEqual(merged, layer);
      }),
    );
  });

  it("lays one layer after the other, and the same layer again changes nothing", () => {
    fc.assert(
      fc.property(plain, plain, plain, (a, b, c) => {
        const merged = mergeLayers(a, b, c);
        assert.deepEqual(merged, mergeLayers(mergeLayers(a, b), c));
        assert.deepEqual(mergeLayers(merged, c), merged);
      }),
      { numRuns: 1000 },
    );
  });

  it("takes hostile keys for keys", () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": true}}') as PlainObject;
    mergeLayers({}, hostile);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });
});
