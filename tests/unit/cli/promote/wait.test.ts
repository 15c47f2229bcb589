import assert from "node:assert/strict";
import type { Look } from "../../../../cli/promote/assess";
import { waitForSoak, type Gate } from "../../../../cli/promote/wait";

const COMMIT = "4d5e6f".padEnd(40, "0");
const GATE: Gate = { environment: "dev", target: "stage", commit: COMMIT, soakSeconds: 120, timeoutSeconds: 600 };
const sound: Look = { state: "sound" };
const open = (why: string): Look => ({ state: "open", why });

/** Waits while what is seen changes by the second; the last stays. */
async function wait(seen: Record<number, Look>, gate: Partial<Gate> = {}) {
  let time = 1000;
  const lines: string[] = [];
  const look = async () => {
    const [, found] = Object.entries(seen).findLast(([from]) => Number(from) <= time - 1000)!;
    return Promise.resolve(found);
  };
  const clock = { now: () => time, sleep: async (seconds: number) => Promise.resolve(void (time += seconds)) };
  const outcome = await waitForSoak({ ...GATE, ...gate }, look, (line) => lines.push(line), clock);
  return { outcome, lines, seconds: time - 1000 };
}

describe("the wait of a promotion", () => {
  it("ends when the environment has been sound for the soak time, and says how far it is", async () => {
    const { outcome, lines, seconds } = await wait({ 0: open("a is at 1a2b3c, not yet at 4d5e6f"), 20: sound });
    assert.deepEqual(outcome, { ended: "passed" });
    assert.equal(seconds, 140);
    assert.deepEqual(lines, [
      "stage waits for dev: a is at 1a2b3c, not yet at 4d5e6f",
      "stage waits for dev: Synced and Healthy at 4d5e6f000000 for 0 of 120 s",
      "stage waits for dev: Synced and Healthy at 4d5e6f000000 for 60 of 120 s",
      "stage waits for dev: Synced and Healthy at 4d5e6f000000 for 120 of 120 s",
    ]);
  });

  it("starts the soak time again after an interruption", async () => {
    const { outcome, lines, seconds } = await wait({ 0: sound, 115: open("a (OutOfSync, Healthy)"), 120: sound });
    assert.deepEqual(outcome, { ended: "passed" });
    assert.equal(seconds, 240);
    assert.deepEqual(lines.slice(2, 4), [
      "stage waits for dev: a (OutOfSync, Healthy)",
      "stage waits for dev: Synced and Healthy at 4d5e6f000000 for 0 of 120 s",
    ]);
  });

  it("looks once where no time is asked for", async () => {
    const { outcome, seconds } = await wait({ 0: sound }, { soakSeconds: 0 });
    assert.deepEqual([outcome, seconds], [{ ended: "passed" }, 0]);
  });

  it("ends at once when a newer commit has taken the place of this one, in the soak time too", async () => {
    const replaced = { by: "9".repeat(40), application: "a", files: ["k8s/base/x.yaml"] };
    const { outcome, seconds } = await wait({ 0: sound, 60: { state: "replaced", ...replaced } });
    assert.deepEqual([outcome, seconds], [{ ended: "replaced", ...replaced }, 60]);
  });

  it("ends when the time is over, with what was seen last", async () => {
    const late = await wait({ 0: sound, 10: open("a is not there") });
    assert.deepEqual(late.outcome, { ended: "late", last: "stage waits for dev: a is not there" });
    assert.equal(late.seconds, 600);
    const flapping = await wait({ 0: open("b"), 500: sound });
    assert.deepEqual(flapping.outcome, {
      ended: "late",
      last: "stage waits for dev: Synced and Healthy at 4d5e6f000000 for 60 of 120 s",
    });
  });
});
