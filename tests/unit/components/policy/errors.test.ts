import assert from "node:assert/strict";
import type { PlainObject } from "../../../../core/merge";
import { SecretValue } from "../../../../core/secret";
import { validateEnvironment } from "../../../../config/validate";
import { policyErrors as errors } from "../../../../dev/support/policyErrors";

const timeouts = { request: "60s" };

describe("the policies of an environment", () => {
  it("may be on everything that is there", () => {
    const on = {
      a: "gateway",
      b: { listener: "http" },
      c: { provider: "openai" },
      d: { mcpPath: "/mcp" },
      e: { route: "planner" },
    };
    assert.deepEqual(errors(Object.fromEntries(Object.entries(on).map(([name, on]) => [name, { on, timeouts }]))), []);
  });

  const wrong: [string, PlainObject, string[]][] = [
    [
      "a provider that is not there",
      { p: { on: { provider: "opnai" }, timeouts } },
      ['policies.p.on.provider | "opnai" is not there | Did you mean "openai"?'],
    ],
    [
      "an MCP path that is not there",
      { p: { on: { mcpPath: "/tools" }, timeouts } },
      ['policies.p.on.mcpPath | "/tools" is not there | There are: /mcp.'],
    ],
    [
      "a route that is not there",
      { p: { on: { route: "elsewhere" }, timeouts } },
      ['policies.p.on.route | "elsewhere" is not there | There are: mcp, openai, planner.'],
    ],
    [
      "a listener that is not there",
      { p: { on: { listener: "https" }, timeouts } },
      ['policies.p.on.listener | "https" is not there | Did you mean "http"?'],
    ],
    [
      "an agent that is not there",
      { p: { on: { agent: "plan" }, timeouts } },
      ['policies.p.on.agent | "plan" is not there | There are: planner.'],
    ],
    [
      "a target in the wrong words",
      { p: { on: "gatewy", timeouts } },
      ['policies.p.on | "gatewy" must be gateway, or name exactly one of listener, route, provider, mcpPath, agent'],
    ],
    [
      "two targets",
      { p: { on: { agent: "planner", provider: "openai" }, timeouts } },
      ["policies.p.on | needs exactly one of listener, route, provider, mcpPath, agent"],
    ],
    [
      "a policy that does nothing",
      { p: { on: "gateway" } },
      [
        "policies.p | needs at least one of authorization, apiKeys, basicAuth, cors, extAuth, headers, jwt, rateLimit, retry, timeouts, transformation, traffic, backend, frontend",
      ],
    ],
    [
      "one thing set twice for the same requests, also by another name",
      { p: { on: { provider: "openai" }, timeouts }, q: { on: { route: "openai" }, timeouts } },
      [
        "policies.q.timeouts | is set for the same requests by policies.p.timeouts | Only one would take effect. Remove one.",
      ],
    ],
    [
      "a route before routing",
      { p: { on: { provider: "openai" }, phase: "PreRouting", cors: {} } },
      ['policies.p.phase | "PreRouting" needs the gateway or a listener as what it is on: a route is not chosen yet'],
    ],
    [
      "a limit before routing",
      { p: { on: "gateway", phase: "PreRouting", rateLimit: { local: { requests: 1, unit: "Seconds" } } } },
      ["policies.p.rateLimit | needs phase PostRouting"],
    ],
    [
      "a limit of requests and tokens",
      { p: { on: "gateway", rateLimit: { local: { requests: 1, tokens: 1, unit: "Seconds" } } } },
      ["policies.p.rateLimit.local | needs exactly one of requests, tokens"],
    ],
    [
      "a timeout that is too short",
      { p: { on: "gateway", timeouts: { request: "99ms" } } },
      ['policies.p.timeouts.request | "99ms" must be at least 100ms'],
    ],
    [
      "a key in plain text, without showing it",
      { p: { on: "gateway", apiKeys: { keys: { alice: { key: "canary" } } } } },
      [
        "policies.p.apiKeys.keys.alice.key | is in plain text, where everybody can read it | Set it with: pulumi config set --secret --path 'policies.p.apiKeys.keys.alice.key'",
      ],
    ],
    [
      "fields of the API that it does not have, at their places",
      {
        p: {
          on: "gateway",
          traffic: { csrff: {}, directResponse: { status: 2000 } },
          backend: { http: { version: 2 } },
        },
      },
      [
        'policies.p.traffic.csrff | is unknown | Did you mean "csrf"?',
        "policies.p.traffic.directResponse.status | 2000 must be at most 599",
        'policies.p.backend.http.version | 2 must be a text | Write it in quotes: "2".',
      ],
    ],
    [
      "fields of the API that can't act before a request has its route, and none",
      { p: { on: "gateway", phase: "PreRouting", traffic: { csrf: {}, cors: {} }, backend: {} } },
      ["policies.p.backend | must name at least one field", "policies.p.traffic.csrf | needs phase PostRouting"],
    ],
    [
      "a secret among the API's fields",
      { p: { on: "gateway", backend: { auth: { key: new SecretValue("canary") } } } },
      [
        "policies.p.backend.auth.key | [secret] must not be here: objects are in Git, in plain text | Refer to a Secret by name, and list it in existingSecrets.",
      ],
    ],
    [
      "what a field of its own says, and the API's too",
      { p: { on: "gateway", cors: {}, traffic: { cors: { allowOrigins: ["*"] }, phase: "PreRouting" } } },
      [
        'policies.p.traffic.phase | "PreRouting" is said by phase, beside traffic',
        "policies.p.traffic.cors | is set by cors too",
      ],
    ],
    [
      "settings of clients' connections for a route",
      { p: { on: { provider: "openai" }, frontend: { http: { http2FrameSize: 65536 } } } },
      ["policies.p.frontend | needs the gateway as what it is on"],
    ],
    [
      "two policies that set the same, one of them in the API's words",
      {
        p: { on: "gateway", retry: { attempts: 2 } },
        q: { on: "gateway", traffic: { retry: { attempts: 3 }, csrf: {} } },
        r: { on: "gateway", traffic: { csrf: {} } },
      },
      [
        "policies.q.traffic.retry | is set for the same requests by policies.p.retry | Only one would take effect. Remove one.",
        "policies.r.traffic.csrf | is set for the same requests by policies.q.traffic.csrf | Only one would take effect. Remove one.",
      ],
    ],
  ];
  for (const [title, policies, expected] of wrong) {
    it(`refuse ${title}`, () => assert.deepEqual(errors(policies), expected));
  }

  it("add up their authorization, and keep the phases apart", () => {
    const authorization = { rule: "true" };
    assert.deepEqual(
      errors({
        p: { on: "gateway", authorization, cors: {} },
        q: { on: "gateway", authorization },
        r: { on: "gateway", phase: "PreRouting", cors: {} },
      }),
      [],
    );
  });

  it("can't have the name of the gateway's own", () => {
    const own = { "agentgateway-proxy-observability": { on: "gateway", timeouts } };
    assert.deepEqual(errors(own), []);
    assert.deepEqual(errors(own, { gateway: { observability: { accessLog: {} } } }), [
      "policies.agentgateway-proxy-observability | makes the same object as gateway.observability | Rename it.",
    ]);
  });

  it("can be switched off, and added by a stack", () => {
    const { policies } = validateEnvironment("test", [
      {
        namespace: "n",
        repository: { url: "https://git.example.com/x.git" },
        policies: { p: { on: "gateway", timeouts }, q: { on: "gateway", apiKeys: {} } },
      },
      {
        policies: {
          p: { enabled: false },
          q: { apiKeys: { keys: { bob: { key: new SecretValue("k") } } } },
          r: { on: "gateway", cors: {} },
        },
      },
    ]);
    assert.deepEqual(Object.keys(policies), ["q", "r"]);
    assert.equal(policies.q?.apiKeys?.keys.bob?.key?.reveal(), "k");
  });
});
