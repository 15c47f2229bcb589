import assert from "node:assert/strict";
import { policy } from "../../../../components/policy/build";
import type { Routes } from "../../../../components/policy/routes";
import { policySpec } from "../../../../components/policy/spec";

const routes: Routes = {
  provider: { openai: "openai" },
  mcpPath: { "/team/tools": "team-tools" },
  agent: { a: "a2a" },
};
const specOf = (input: object) =>
  policy("p", policySpec.parse({ on: "gateway", ...input }), "gw", routes).find(
    ({ kind, metadata }) => kind === "AgentgatewayPolicy" && metadata.name === "p",
  )?.spec as {
    targetRefs: object[];
    traffic: object;
  };

describe("a policy", () => {
  const httpRoute = (name: string) => ({ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name });
  const onGateway = { group: "gateway.networking.k8s.io", kind: "Gateway", name: "gw" };
  const targets: [string, unknown, object][] = [
    ["the gateway", "gateway", onGateway],
    ["a listener", { listener: "https" }, { ...onGateway, sectionName: "https" }],
    ["a route", { route: "mcp" }, httpRoute("mcp")],
    ["the route of a provider", { provider: "openai" }, httpRoute("openai")],
    ["the route of MCP servers", { mcpPath: "/team/tools" }, httpRoute("team-tools")],
    ["the route of an agent", { agent: "a" }, httpRoute("a2a")],
  ];
  for (const [title, on, target] of targets) {
    it(`is attached to ${title}`, () =>
      assert.deepEqual(specOf({ on, timeouts: { request: "60s" } }).targetRefs, [target]));
  }

  it("is one object", () => {
    assert.deepEqual(policy("p", policySpec.parse({ on: "gateway", timeouts: { request: "60s" } }), "gw", routes), [
      {
        apiVersion: "agentgateway.dev/v1alpha1",
        kind: "AgentgatewayPolicy",
        metadata: { name: "p" },
        spec: { targetRefs: [onGateway], traffic: { timeouts: { request: "60s" } } },
      },
    ]);
  });

  it("refers to keys on a host by a backend of its own", () => {
    const jwks = { host: "login.example.com", path: "/jwks" };
    const spec = policySpec.parse({ on: "gateway", jwt: { providers: { main: { issuer: "https://i", jwks } } } });
    const [backend, created] = policy("p", spec, "gw", routes);
    assert.deepEqual(backend, {
      apiVersion: "agentgateway.dev/v1alpha1",
      kind: "AgentgatewayBackend",
      metadata: { name: "p-main-jwks" },
      spec: { static: { host: "login.example.com", port: 443 }, policies: { tls: {} } },
    });
    const backendRef = { group: "agentgateway.dev", kind: "AgentgatewayBackend", name: "p-main-jwks" };
    assert.deepEqual((created?.spec as { traffic: object }).traffic, {
      jwtAuthentication: {
        mode: "Strict",
        providers: [{ issuer: "https://i", jwks: { remote: { backendRef, jwksPath: "jwks", cacheDuration: "5m" } } }],
      },
    });
  });

  const service = { name: "judge", port: 9000 };
  const backendRef = { group: "", kind: "Service", name: "judge", port: 9000 };
  const forms: [string, object, object][] = [
    [
      "limits requests",
      { rateLimit: { local: { requests: 60, unit: "Minutes", burst: 20 } } },
      { rateLimit: { local: [{ requests: 60, unit: "Minutes", burst: 20 }] } },
    ],
    [
      "limits tokens",
      { rateLimit: { local: { tokens: 200000, unit: "Hours" } } },
      { rateLimit: { local: [{ tokens: 200000, unit: "Hours" }] } },
    ],
    [
      "limits by a service that replicas share, with entries in their order",
      {
        rateLimit: {
          global: {
            service,
            domain: "budgets",
            failureMode: "FailOpen",
            descriptors: [
              {
                unit: "Tokens",
                entries: [
                  { name: "team", expression: "apiKey.team" },
                  { name: "model", expression: "llm.requestModel" },
                ],
              },
            ],
          },
        },
      },
      {
        rateLimit: {
          global: {
            backendRef,
            domain: "budgets",
            failureMode: "FailOpen",
            descriptors: [
              {
                unit: "Tokens",
                entries: [
                  { name: "team", expression: "apiKey.team" },
                  { name: "model", expression: "llm.requestModel" },
                ],
              },
            ],
          },
        },
      },
    ],
    [
      "knows tokens by a given key set",
      {
        jwt: {
          mode: "Optional",
          providers: { main: { issuer: "https://i", audiences: ["a"], jwks: { inline: "{}" } } },
        },
      },
      {
        jwtAuthentication: {
          mode: "Optional",
          providers: [{ issuer: "https://i", audiences: ["a"], jwks: { inline: "{}" } }],
        },
      },
    ],
    [
      "knows tokens by a key set that a Service serves, with the defaults of list items",
      { jwt: { providers: { main: { issuer: "https://i", jwks: { service, path: "/jwks" } } } } },
      {
        jwtAuthentication: {
          mode: "Strict",
          providers: [{ issuer: "https://i", jwks: { remote: { backendRef, jwksPath: "jwks", cacheDuration: "5m" } } }],
        },
      },
    ],
    [
      "knows API keys, which are not in it",
      { apiKeys: { location: { header: { name: "x-api-key" } }, keys: { alice: {} } } },
      {
        apiKeyAuthentication: {
          mode: "Strict",
          location: { header: { name: "x-api-key" } },
          secretRef: { name: "p-api-keys" },
        },
      },
    ],
    [
      "knows users, who are not in it",
      { basicAuth: { realm: "Tools" } },
      {
        basicAuthentication: {
          mode: "Strict",
          realm: "Tools",
          secretRef: { name: "p-basic-auth", key: ".htaccess" },
        },
      },
    ],
    [
      "lets other sites call",
      { cors: { allowOrigins: ["https://*.example.com"], allowMethods: ["POST"], allowHeaders: ["authorization"] } },
      {
        cors: {
          allowOrigins: ["https://*.example.com"],
          allowMethods: ["POST"],
          allowHeaders: ["authorization"],
          maxAge: 5,
        },
      },
    ],
    [
      "asks a service by gRPC",
      { extAuth: { service, grpc: {}, forwardBody: { maxSize: 8192 } } },
      { extAuth: { backendRef, grpc: {}, forwardBody: { maxSize: 8192 } } },
    ],
    [
      "asks a service by HTTP",
      {
        extAuth: {
          service,
          failureMode: "FailOpen",
          http: { path: '"/check"', allowedResponseHeaders: ["x-user"] },
        },
      },
      {
        extAuth: {
          backendRef,
          failureMode: "FailOpen",
          http: { path: '"/check"', allowedResponseHeaders: ["x-user"] },
        },
      },
    ],
    ["ends what takes too long", { timeouts: { request: "2m" } }, { timeouts: { request: "2m" } }],
    [
      "tries again",
      { retry: { attempts: 2, codes: [502, 503], backoff: "250ms", precondition: 'request.method == "GET"' } },
      { retry: { attempts: 2, codes: [502, 503], backoff: "250ms", precondition: 'request.method == "GET"' } },
    ],
    [
      "transforms by expressions, headers by name",
      {
        transformation: {
          request: { set: { "x-user": "apiKey.user", ":path": '"/v1"' }, remove: ["x-debug"] },
          response: { add: { "x-model": "llm.responseModel" }, body: "response.body", metadata: { m: "1" } },
        },
      },
      {
        transformation: {
          request: {
            set: [
              { name: ":path", value: '"/v1"' },
              { name: "x-user", value: "apiKey.user" },
            ],
            remove: ["x-debug"],
          },
          response: {
            add: [{ name: "x-model", value: "llm.responseModel" }],
            body: "response.body",
            metadata: { m: "1" },
          },
        },
      },
    ],
    [
      "changes headers to fixed values",
      { headers: { request: { set: { "x-env": "prod" } }, response: { add: { "x-by": "gw" }, remove: ["server"] } } },
      {
        headerModifiers: {
          request: { set: [{ name: "x-env", value: "prod" }] },
          response: { add: [{ name: "x-by", value: "gw" }], remove: ["server"] },
        },
      },
    ],
    [
      "decides by an expression",
      { authorization: { action: "Require", rule: 'jwt.sub == "alice"' } },
      { authorization: { action: "Require", policy: { matchExpressions: ['jwt.sub == "alice"'] } } },
    ],
    [
      "may act before routing",
      { phase: "PreRouting", authorization: { rule: "true" } },
      { phase: "PreRouting", authorization: { action: "Allow", policy: { matchExpressions: ["true"] } } },
    ],
  ];
  for (const [title, input, expected] of forms) {
    it(title, () => assert.deepEqual(specOf(input).traffic, expected));
  }
});
