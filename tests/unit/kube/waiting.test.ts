import assert from "node:assert/strict";
import { mock } from "node:test";
import { healthOf } from "../../../components/delivery/wait";
import { untilAll, type Health } from "../../../kube/waiting";
import { UserError } from "../../../core/errors";

const standing = (name: string, deployed: boolean, state = deployed ? "well" : "not yet"): Health => ({
  name,
  deployed,
  broken: false,
  state,
});
const awaited = (poll: () => Promise<Health[]>) => ({
  what: "things",
  poll,
  broken: () => "…",
  reportedBy: "the cluster says",
});

describe("waiting", () => {
  it("ends when all is deployed, and tells each state once", async () => {
    const looks = [
      [false, false],
      [false, false],
      [true, false],
      [true, true],
    ];
    const reported: string[] = [];
    await untilAll(
      awaited(() => {
        const [a, b] = looks.shift()!;
        return Promise.resolve([standing("a", a!), standing("b", b!)]);
      }),
      { timeoutSeconds: 60, log: (message) => reported.push(message), intervalSeconds: 0 },
    );
    assert.deepEqual(reported, [
      "waiting for 2 of 2 things: a (not yet), b (not yet)",
      "waiting for 1 of 2 things: b (not yet)",
    ]);
    assert.equal(looks.length, 0);
  });

  it("goes on where the clock is set meanwhile", async () => {
    let days = 0;
    const clock = mock.method(Date, "now", () => performance.timeOrigin + performance.now() + days * 86_400_000);
    const looks = [false, false, true];
    try {
      await untilAll(
        awaited(() => {
          days++;
          return Promise.resolve([{ ...standing("a", looks.shift()!), broken: true }]);
        }),
        { timeoutSeconds: 60, log: () => undefined, intervalSeconds: 0 },
      );
    } finally {
      clock.mock.restore();
    }
    assert.equal(looks.length, 0);
  });

  it("fails when the time is over, saying of each thing that is not deployed why", async () => {
    const look = () =>
      Promise.resolve([standing("a", true), standing("HTTPRoute b", false, "not Accepted: NoMatch: x")]);
    await assert.rejects(
      untilAll(awaited(look), { timeoutSeconds: 0, log: () => undefined, intervalSeconds: 0 }),
      (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /After 0 s the environment is not deployed. What the cluster says:/);
        assert.deepEqual(error.errors, [{ path: "HTTPRoute b", problem: "not Accepted: NoMatch: x" }]);
        return true;
      },
    );
  });

  it("tells only of what has something to tell, and lets one act on what is open", async () => {
    const looks = [false, true];
    const reported: string[] = [];
    const acted: string[][] = [];
    await untilAll(
      {
        ...awaited(() => {
          const deployed = looks.shift()!;
          return Promise.resolve([standing("root", deployed), standing("child", deployed)]);
        }),
        visible: (open) => open.slice(1),
        act: (open) => {
          acted.push(open.map(({ name }) => name));
          return Promise.resolve();
        },
      },
      { timeoutSeconds: 60, log: (message) => reported.push(message), intervalSeconds: 0 },
    );
    assert.deepEqual(reported, ["waiting for 2 of 2 things: child (not yet)"]);
    assert.deepEqual(acted, [["root", "child"]]);
  });
});

describe("an object that was applied", () => {
  const route = { apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute", metadata: { name: "openai" } };

  it("is not deployed while it is not there, or nothing has taken it up", () => {
    assert.deepEqual(healthOf(route, undefined), {
      name: "HTTPRoute openai",
      deployed: false,
      broken: false,
      state: "is not there",
    });
    assert.deepEqual(healthOf(route, { metadata: { name: "openai" } }), {
      name: "HTTPRoute openai",
      deployed: false,
      broken: false,
      state: "no Gateway has taken it up",
    });
  });

  it("is deployed when its state is good", () => {
    const conditions = ["Accepted", "ResolvedRefs"].map((type) => ({ type, status: "True" }));
    const live = { metadata: { name: "openai" }, status: { parents: [{ parentRef: { name: "g" }, conditions }] } };
    assert.equal(healthOf(route, live).deployed, true);
  });
});
