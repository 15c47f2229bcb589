import assert from "node:assert/strict";
import { mcpRouting } from "../../../../components/mcp/routing";
import { mcpRouteSpec } from "../../../../components/mcp/routeSpec";
import { mcpServerSpec } from "../../../../components/mcp/spec";
import { policy } from "../../../../components/policy/build";
import { policySpec } from "../../../../components/policy/spec";
import { errorsOf } from "../../../../dev/support/checks";

const jwks = { inline: '{"keys":[]}' };
const one = { issuer: "https://one.example.com/", jwks };
const two = { issuer: "https://two.example.com/", jwks };
const audiences = ["https://ai.example.com"];

const routes = { provider: { openai: "openai" }, mcpPath: {}, agent: {} };
const created = (input: object) => policy("p", policySpec.parse({ on: "gateway", ...input }), "gw", routes);
const withTokens = (...issuers: object[]) => ({
  jwt: { providers: Object.fromEntries(issuers.map((issuer, index) => [`i${index}`, issuer])) },
});

const require = (expression: string) => ({ action: "Require", policy: { matchExpressions: [expression] } });
const onGateway = { group: "gateway.networking.k8s.io", kind: "Gateway", name: "gw" };
const claims = (targetRef: object, traffic: object) => ({
  apiVersion: "agentgateway.dev/v1alpha1",
  kind: "AgentgatewayPolicy",
  metadata: { name: "p-claims" },
  spec: { targetRefs: [targetRef], traffic },
});

describe("the claims that a token must have", () => {
  const rules: [title: string, issuers: object[], expression: string][] = [
    ["one issuer, whose tokens are for anybody", [one], "jwt == null || (has(jwt.iss))"],
    [
      "one issuer, whose tokens are for somebody",
      [{ ...one, audiences }],
      'jwt == null || (has(jwt.iss) && (has(jwt.aud) || !(jwt.iss in ["https://one.example.com/"])))',
    ],
    [
      "two issuers, of which one has tokens for anybody",
      [one, { ...two, audiences }],
      'jwt == null || (has(jwt.iss) && (has(jwt.aud) || !(jwt.iss in ["https://two.example.com/"])))',
    ],
    [
      "two issuers, whose tokens are for somebody",
      [
        { ...one, audiences },
        { ...two, audiences: ["a", "b"] },
      ],
      'jwt == null || (has(jwt.iss) && (has(jwt.aud) || !(jwt.iss in ["https://one.example.com/", "https://two.example.com/"])))',
    ],
    [
      "an issuer with a quote in its name, which stays within its text",
      [{ issuer: 'a" || true || "', jwks, audiences }],
      String.raw`jwt == null || (has(jwt.iss) && (has(jwt.aud) || !(jwt.iss in ["a\" || true || \""])))`,
    ],
  ];
  for (const [title, issuers, expression] of rules) {
    it(`are those of ${title}`, () =>
      assert.deepEqual(created(withTokens(...issuers)).slice(1), [
        claims(onGateway, { authorization: require(expression) }),
      ]));
  }

  it("are asked for when the policy acts, and for what it is on", () => {
    const expression = "jwt == null || (has(jwt.iss))";
    assert.deepEqual(created({ ...withTokens(one), phase: "PreRouting" })[1], {
      ...claims(onGateway, { phase: "PreRouting", authorization: require(expression) }),
    });
    const route = { group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "openai" };
    assert.deepEqual(
      created({ ...withTokens(one), on: { provider: "openai" } })[1],
      claims(route, { authorization: require(expression) }),
    );
  });

  it("leave the rule alone that the policy has itself", () => {
    const [own, added] = created({ ...withTokens(one), authorization: { rule: 'jwt.sub == "alice"' } });
    assert.deepEqual((own?.spec as { traffic: { authorization: object } }).traffic.authorization, {
      action: "Allow",
      policy: { matchExpressions: ['jwt.sub == "alice"'] },
    });
    assert.deepEqual(added, claims(onGateway, { authorization: require("jwt == null || (has(jwt.iss))") }));
  });

  it("are asked for by no policy without tokens", () => {
    for (const input of [{ apiKeys: {} }, { basicAuth: {} }, { authorization: { rule: "true" } }]) {
      assert.equal(created(input).length, 1);
    }
  });

  it("are asked for by the OAuth of an MCP path, in its own policy", () => {
    const servers = { x: mcpServerSpec.parse({ service: { name: "tools", port: 80 } }) };
    const oauth = { ...one, audiences };
    const objects = mcpRouting(servers, { "/mcp": mcpRouteSpec.parse({ oauth }) }, "gw");
    const guard = objects.find(({ metadata }) => metadata.name === "mcp-oauth");
    assert.deepEqual((guard?.spec as { traffic: { authorization: object } }).traffic.authorization, {
      ...require('jwt == null || (has(jwt.iss) && (has(jwt.aud) || !(jwt.iss in ["https://one.example.com/"])))'),
    });
  });

  it("are asked for by a name that no other policy may have", () => {
    const policies = { p: { on: "gateway", ...withTokens(one) }, "p-claims": { on: "gateway", cors: {} } };
    assert.deepEqual(errorsOf({ policies }), [
      "policies.p-claims | makes the same object (AgentgatewayPolicy p-claims) as policies.p | Rename one.",
    ]);
  });
});
