import assert from "node:assert/strict";
import type { PlainObject } from "../../../../core/merge";
import { catalogue, policyErrors as errors } from "../../../../dev/support/policyErrors";

describe("policies on routes of the catalogue", () => {
  describe("refuse what the catalogue does itself:", () => {
    const support = { failover: [{ use: "openai" }] };
    const retry = { attempts: 2 };
    const jwks = { inline: '{"keys":[]}' };
    const oauth = { issuer: "https://i", audiences: ["a"], jwks };
    const jwt = { providers: { main: { issuer: "https://i", jwks } } };

    it("the retry of a failover, unless it is off there", () => {
      const policies = { p: { on: { provider: "support" }, retry } };
      const withSupport = (more: PlainObject) => ({
        llmProviders: { ...catalogue.llmProviders, support: { ...support, ...more } },
      });
      assert.deepEqual(errors(policies, withSupport({})), [
        "policies.p.retry | is set for the same requests by llmProviders.support.retry | Only one would take effect. Remove one.",
      ]);
      assert.deepEqual(errors(policies, withSupport({ retry: false })), []);
      assert.deepEqual(errors({ p: { on: { provider: "openai" }, retry } }, withSupport({})), []);
      assert.deepEqual(errors({ p: { on: "gateway", retry } }, withSupport({})), []);
    });

    it("the tokens of an MCP path with OAuth", () => {
      const policies = { p: { on: { mcpPath: "/mcp" }, jwt } };
      assert.deepEqual(errors(policies, { mcpRoutes: { "/mcp": { oauth } } }), [
        "policies.p.jwt | is set for the same requests by mcpRoutes./mcp.oauth | Only one would take effect. Remove one.",
      ]);
      assert.deepEqual(errors(policies, { mcpRoutes: { "/mcp": { prefixMode: "Always" } } }), []);
      assert.deepEqual(errors({ p: { on: { provider: "openai" }, jwt } }, { mcpRoutes: { "/mcp": { oauth } } }), []);
    });
  });

  describe("refuse a path that a route can't replace the prefix of:", () => {
    const setting = (on: unknown, path: string, more: object = {}) => ({
      p: { on, ...more, transformation: { request: { set: { ":path": path } } } },
    });
    const lost = (path: string, prefix: string, route: string) =>
      `policies.p.transformation.request.set.:path | "${path}" is outside of ${prefix}, the prefix that the route ${route} replaces, so that each request gets 500 | Begin it with ${prefix}, or set it for other routes.`;

    it("for an agent or a provider, with what it begins with", () => {
      assert.deepEqual(errors(setting({ agent: "planner" }, '"/a2a"')), [lost("/a2a", "/planner", "planner")]);
      assert.deepEqual(errors(setting({ provider: "openai" }, "'/v1/chat/completions'")), [
        lost("/v1/chat/completions", "/openai", "openai"),
      ]);
      assert.deepEqual(errors(setting({ route: "openai" }, '"/openais"')), [lost("/openais", "/openai", "openai")]);
    });

    it("for all routes of the gateway, once", () => {
      assert.deepEqual(errors(setting("gateway", '"/openai"')), [lost("/openai", "/planner", "planner")]);
    });

    it("but not one within, one for MCP servers, or one that depends on the request", () => {
      for (const [on, path] of [
        [{ provider: "openai" }, '"/openai"'],
        [{ provider: "openai" }, '"/openai/v1/chat/completions"'],
        [{ provider: "openai" }, '"/openai?a=b"'],
        [{ mcpPath: "/mcp" }, '"/elsewhere"'],
        [{ agent: "planner" }, 'request.path + "/x"'],
        [{ agent: "planner" }, '"/a" + "/b"'],
      ] as const) {
        assert.deepEqual(errors(setting(on, path)), [], path);
      }
      // Before routing, it decides on the route.
      assert.deepEqual(errors(setting("gateway", '"/elsewhere"', { phase: "PreRouting" })), []);
    });
  });
});
