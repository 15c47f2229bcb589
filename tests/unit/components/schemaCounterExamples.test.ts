import assert from "node:assert/strict";
import { nameOfPath } from "../../../components/gateway/route";
import { UserError } from "../../../core/errors";
import type { PlainObject } from "../../../core/merge";
import { environment } from "../../../dev/support/environment";

/** Configurations that were taken once, though the API server refuses an object that was made of them. */
const refused: [what: string, at: string, over: PlainObject][] = [
  ["an empty segment", "llmProviders.l.path", { llmProviders: { l: { provider: "openai", path: "/a//b" } } }],
  ["a step up", "agents.a.path", { agents: { a: { image: "i", path: "/a/.." } } }],
  ["a path that names nothing", "mcpServers.m.path", { mcpServers: { m: { image: "i", path: "/~" } } }],
  [
    "a path that makes too long a name",
    "agents.a.path",
    { agents: { a: { image: "i", path: `/${"a".repeat(200)}` } } },
  ],
  ["a user of 32 bits", "agents.a.runAsUser", { agents: { a: { image: "i", runAsUser: 2 ** 31 } } }],
  [
    "a time of 32 bits",
    "agents.a.probes.liveness.periodSeconds",
    { agents: { a: { image: "i", probes: { liveness: { tcp: true, periodSeconds: 2 ** 31 } } } } },
  ],
  [
    "failures of 32 bits",
    "llmProviders.f.eviction.consecutiveFailures",
    {
      llmProviders: {
        l: { provider: "openai" },
        f: { failover: [{ use: "l" }], eviction: { consecutiveFailures: 2 ** 31 } },
      },
    },
  ],
  [
    "a cache of 32 bits",
    "policies.p.extAuth.cache.maxEntries",
    {
      policies: {
        p: {
          on: "gateway",
          extAuth: {
            service: { name: "s", port: 80, namespace: "n" },
            grpc: {},
            cache: { key: ["1"], ttl: "1m", maxEntries: 2 ** 31 },
          },
        },
      },
    },
  ],
  [
    "a header that is removed twice",
    "policies.p.transformation.request.remove",
    { policies: { p: { on: "gateway", transformation: { request: { remove: [":path", ":path"] } } } } },
  ],
  [
    "a status that is tried again twice",
    "policies.p.retry.codes",
    { policies: { p: { on: "gateway", retry: { codes: [503, 503] } } } },
  ],
  [
    "attributes of which none is removed",
    "gateway.observability.accessLog.attributes.remove",
    { gateway: { observability: { accessLog: { attributes: { remove: [] } } } } },
  ],
  [
    "attributes of which none is added",
    "gateway.observability.accessLog.attributes.add",
    { gateway: { observability: { accessLog: { attributes: { add: {} } } } } },
  ],
  [
    "a variable that no Secret can hold",
    `agents.a.secrets.${"V".repeat(254)}`,
    { agents: { a: { image: "i", secrets: { ["V".repeat(254)]: true } } } },
  ],
  [
    "more CPU than is allowed",
    "agents.a.resources.requests.cpu",
    { agents: { a: { image: "i", resources: { requests: { cpu: "2" }, limits: { cpu: "1500m" } } } } },
  ],
  ["a suffix that makes too long a name", "application.suffix", { application: { suffix: `-${"a".repeat(40)}` } }],
];

describe("what the API server has refused", () => {
  for (const [what, at, over] of refused) {
    it(`is an error of the configuration: ${what}`, () => {
      assert.throws(
        () => environment(over),
        (error) => error instanceof UserError && error.errors.length === 1 && error.errors[0]?.path === at,
      );
    });
  }

  it("is not made any more: a route's name that starts or ends with a dash", () => {
    assert.equal(nameOfPath("/~a/b-"), "a-b");
  });

  it("can be named, if it starts with a digit: the route of a policy", () => {
    const { policies } = environment({
      agents: { a: { image: "i", path: "/1" } },
      policies: { p: { on: { route: "1" }, cors: {} } },
    });
    assert.deepEqual(policies.p?.on, { route: "1" });
  });
});
