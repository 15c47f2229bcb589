import assert from "node:assert/strict";
import { meanwhile } from "../../../../cli/takeover/meanwhile";
import { inNoTime } from "../../../../dev/support/fastClock";

describe("what is waited for while pulumi up runs", () => {
  /** Looks that find one thing after the other; pulumi up ends with the third. */
  async function looked(...finds: (boolean | Error)[]) {
    const up = new AbortController();
    let looks = 0;
    let seen: boolean | undefined;
    await inNoTime(async () => {
      seen = await meanwhile(up.signal, () => {
        const found = finds[looks++];
        if (looks === 3) up.abort();
        return found instanceof Error ? Promise.reject(found) : Promise.resolve(found ?? false);
      });
    });
    return { looks, seen };
  }

  it("is looked for until it is there, also where the cluster did not answer", async () => {
    assert.deepEqual(await looked(false, new Error("away"), true), { looks: 3, seen: true });
    assert.deepEqual(await looked(true), { looks: 1, seen: true });
  });

  it("is looked for once more when pulumi up has ended", async () => {
    assert.deepEqual(await looked(false, false, false, true), { looks: 4, seen: true });
    assert.deepEqual(await looked(false, false, false, false), { looks: 4, seen: false });
    assert.deepEqual(await looked(false, false, false, new Error("away")), { looks: 4, seen: false });
  });
});
