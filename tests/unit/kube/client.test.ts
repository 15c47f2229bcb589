import assert from "node:assert/strict";
import { unlessMissing } from "../../../kube/client";

describe("a question to an API server", () => {
  it("is asked again while the server is busy, and not for ever", async () => {
    const busy = Object.assign(new Error("busy"), { code: 429, headers: { "retry-after": "0" } });
    let asked = 0;
    const answer = await unlessMissing(() => (++asked < 3 ? Promise.reject(busy) : Promise.resolve("there")));
    assert.deepEqual([answer, asked], ["there", 3]);
    asked = 0;
    await assert.rejects(
      unlessMissing(() => (asked++, Promise.reject(busy))),
      /busy/,
    );
    assert.equal(asked, 5);
  });

  it("has no answer where the object is not there, nor its kind", async () => {
    const missing = [
      Object.assign(new Error("no such object"), { code: 404 }),
      new Error("Unrecognized API version and kind: a/v1 B"),
    ];
    for (const error of missing) assert.equal(await unlessMissing(() => Promise.reject(error)), undefined);
  });
});
