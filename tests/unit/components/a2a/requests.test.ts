import assert from "node:assert/strict";
import { a2aAgent } from "../../../../components/a2a/build";
import { a2aAgentSpec } from "../../../../components/a2a/spec";
import {
  a2aBackend,
  a2aPolicy,
  a2aRoute,
  cardPolicy,
  leadingTo,
  prefixBy,
  rulesAtRoot,
  toBackend,
  wholeBy,
} from "../../../../dev/support/a2aObjects";

const created = (input: object) => a2aAgent("planner", a2aAgentSpec.parse(input), "gw");

const service = { name: "team-planner", port: 8080 };
const toService = { group: "", kind: "Service", ...service };
const prefix = (value: string) => ({ path: { type: "PathPrefix", value } });
const exactly = (value: string) => ({ path: { type: "Exact", value }, method: "POST" });

describe("the requests to an A2A agent", () => {
  describe("that is served at a path of its own", () => {
    const card = (replacedBy: string) => ({
      name: "card",
      matches: [{ ...prefix("/planner/.well-known"), method: "GET" }],
      ...prefixBy(replacedBy),
      ...leadingTo(toService),
    });

    it("arrive below it, with and without it in what a card says", () => {
      assert.deepEqual(created({ service, upstreamPath: "/api/a2a/planner" }), [
        cardPolicy("planner"),
        a2aRoute("planner", [
          card("/api/a2a/planner/.well-known"),
          {
            matches: [prefix("/planner/api/a2a/planner")],
            ...prefixBy("/api/a2a/planner"),
            ...leadingTo(toService),
          },
          { matches: [prefix("/planner")], ...prefixBy("/api/a2a/planner"), ...leadingTo(toService) },
        ]),
      ]);
    });

    it("arrive where it takes JSON-RPC, if they are sent to the prefix, with and without a slash", () => {
      assert.deepEqual(created({ service, rpcPath: "/a2a/jsonrpc" }), [
        cardPolicy("planner"),
        a2aRoute("planner", [
          card("/.well-known"),
          {
            matches: [exactly("/planner"), exactly("/planner/")],
            ...wholeBy("/a2a/jsonrpc"),
            ...leadingTo(toService),
          },
          { matches: [prefix("/planner")], ...prefixBy("/"), ...leadingTo(toService) },
        ]),
      ]);
    });

    it("arrive at both, where it has both", () => {
      const input = { service, path: "/team/a2a", upstreamPath: "/api", rpcPath: "/api/rpc" };
      assert.deepEqual(created(input), [
        cardPolicy("team-a2a"),
        a2aRoute("team-a2a", [
          {
            name: "card",
            matches: [{ ...prefix("/team/a2a/.well-known"), method: "GET" }],
            ...prefixBy("/api/.well-known"),
            ...leadingTo(toService),
          },
          {
            matches: [exactly("/team/a2a"), exactly("/team/a2a/")],
            ...wholeBy("/api/rpc"),
            ...leadingTo(toService),
          },
          { matches: [prefix("/team/a2a/api")], ...prefixBy("/api"), ...leadingTo(toService) },
          { matches: [prefix("/team/a2a")], ...prefixBy("/api"), ...leadingTo(toService) },
        ]),
      ]);
    });
  });

  describe("have the credentials", () => {
    const host = { host: "agents.example.com", port: 443 };

    it("of nobody by default: those of the client stay at the gateway", () => {
      assert.deepEqual(created({ service }).at(-1), a2aRoute("planner", rulesAtRoot("/planner", toService)));
    });

    it("of the client, if the agent in the environment is to have them", () => {
      assert.deepEqual(created({ service, passthrough: true }), [
        a2aPolicy("planner-passthrough", {
          targetRefs: [{ group: "", kind: "Service", name: "team-planner" }],
          backend: { auth: { passthrough: {} } },
        }),
        cardPolicy("planner"),
        a2aRoute("planner", rulesAtRoot("/planner", toService, [])),
      ]);
    });

    it("of the client, if the agent outside is to have them", () => {
      assert.deepEqual(created({ host: "agents.example.com", passthrough: true }), [
        a2aBackend({ a2a: host, policies: { tls: {}, auth: { passthrough: {} } } }),
        cardPolicy("planner"),
        a2aRoute("planner", rulesAtRoot("/planner", toBackend, [])),
      ]);
    });

    it("of the gateway, where it has a key: what else the client sent goes", () => {
      const removed = ["x-api-key", "api-key", "x-goog-api-key"];
      const auth = { secretRef: { name: "planner-secret" } };
      const withKey = { host: "agents.example.com", apiKey: true };
      const route = a2aRoute("planner", rulesAtRoot("/planner", toBackend, removed));
      assert.deepEqual(created(withKey), [
        a2aBackend({ a2a: host, policies: { tls: {}, auth } }),
        cardPolicy("planner"),
        route,
      ]);
      assert.deepEqual(created({ ...withKey, tls: false }), [
        a2aBackend({ a2a: host, policies: { auth } }),
        cardPolicy("planner"),
        route,
      ]);
    });
  });
});
