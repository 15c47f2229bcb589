import assert from "node:assert/strict";
import type { Applications } from "../../../../components/application/client";
import type { Application } from "../../../../components/application/status";
import { untilDeployed } from "../../../../components/application/wait";
import { inNoTime } from "../../../../dev/support/fastClock";

const well = { sync: { status: "Synced" }, health: { status: "Healthy" } };
const uncompared = (message: string) => ({
  sync: { status: "Unknown" },
  health: { status: "Healthy" },
  conditions: [{ type: "ComparisonError", message }],
});
const refused = uncompared("the server has asked for the client to provide credentials");

/** Waits for an Application that is as it says once the connection was renewed so often; tells what was done to that. */
async function done(refusedUntil: number, before: object = refused): Promise<string[]> {
  const calls: string[] = [];
  const status = () => (calls.length < refusedUntil ? before : well);
  const applications: Pick<Applications, "read" | "refresh" | "statesSince"> = {
    read: (name) => Promise.resolve({ metadata: { name }, status: status() } as Application),
    refresh: () => Promise.resolve(),
    statesSince: () => Promise.resolve([]),
  };
  const call = (name: string) => () => Promise.resolve(void calls.push(name));
  const connection = { renew: call("renew"), settle: call("settle") };
  await inNoTime(() =>
    untilDeployed(
      {
        applications: applications as Applications,
        names: ["root"],
        serving: () => Promise.resolve([]),
        connection,
      },
      { timeoutSeconds: 600, log: () => undefined },
    ).catch(() => calls.push("failed")),
  );
  return calls;
}

describe("Argo CD's connection to a cluster", () => {
  it("is renewed where the cluster does not take its token, and settled when all works", async () => {
    assert.deepEqual(await done(1), ["renew", "settle"]);
  });

  it("is settled too where it did not help, once and in the end", async () => {
    const calls = await done(Infinity);
    assert.deepEqual(calls.slice(-2), ["settle", "failed"]);
    assert.ok(calls.length >= 4 && calls.slice(0, -2).every((call) => call === "renew"), calls.join());
  });

  it("is left alone where nothing is wrong, or something else", async () => {
    assert.deepEqual(await done(0), []);
    assert.deepEqual(await done(Infinity, uncompared("authentication required")), ["failed"]);
  });
});
