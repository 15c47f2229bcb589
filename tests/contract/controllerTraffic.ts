import assert from "node:assert/strict";
import type { PlainObject } from "../../core/merge";
import { policiesIn, providersIn, rewritesIn } from "../../dev/support/proxyConfiguration";
import type { Dump } from "../../dev/support/translated";

/** Namespace of the environment that these tests look at. */
export const TRAFFIC = "agentgateway-traffic";

const upstream = { host: "models.example.com", pathPrefix: "/v1" };

/** One entry of each kind, and what shapes requests. */
export const trafficCatalogue: PlainObject = {
  namespace: TRAFFIC,
  llmProviders: {
    openai: { provider: "openai" },
    anthropic: { provider: "anthropic", model: "claude-sonnet-5-5" },
    gemini: { provider: "gemini" },
    vertexai: { provider: "vertexai", projectId: "p", model: "google/gemini-3.8-flash" },
    azure: { provider: "azure", resourceName: "r", model: "gpt-5.4-mini" },
    foundry: {
      provider: "azure",
      resourceName: "f",
      resourceType: "Foundry",
      projectName: "p",
      model: "claude-sonnet-5-5",
    },
    azureopenai: {
      provider: "azureopenai",
      endpoint: "o.openai.azure.com",
      deploymentName: "d",
      apiVersion: "2024-10-21",
    },
    bedrock: { provider: "bedrock", model: "us.anthropic.claude-sonnet-5-5" },
    custom: { provider: "custom", upstream, formats: ["Completions", "Embeddings"], auth: "apiKey" },
    passing: { provider: "openai", upstream, auth: "passthrough" },
    guarded: {
      provider: "openai",
      upstream: { ...upstream, host: "guarded.example.com" },
      promptGuard: {
        request: [{ regex: { builtins: ["Email"] } }],
        response: [{ regex: { builtins: ["Ssn"], action: "Reject" } }],
      },
    },
    chat: { failover: [{ use: "openai" }, { use: "anthropic" }] },
  },
  mcpServers: {
    bare: { host: "bare.example.com" },
    keyed: { host: "keyed.example.com", apiKey: true },
  },
  agents: { planner: { host: "planner.example.com", upstreamPath: "/api/planner", rpcPath: "/api/rpc" } },
};

const COUNTED = { "/messages": "Messages", "/messages/count_tokens": "AnthropicTokenCount" };
const CHAT = { "/chat/completions": "Completions", ...COUNTED };
const OPENAI = { ...CHAT, "/responses": "Responses", "/embeddings": "Embeddings" };
const VENDOR = { ...OPENAI, "/realtime": "Realtime", "/models": "Passthrough" };
const ANTHROPIC = { ...CHAT, "/models": "Passthrough" };
const ALL = ["authorization", "x-api-key", "api-key", "x-goog-api-key"];
const bearer = { keyIn: ["authorization"], removes: ["x-api-key", "api-key", "x-goog-api-key"], guardsStreams: false };
const azure = { keyIn: ["api-key"], removes: ["authorization", "x-api-key", "x-goog-api-key"], guardsStreams: false };

/** How requests reach the proxy's configuration, by the dump of the controller. */
export function requestsReachTheProxy(dump: () => Promise<Dump>): void {
  it("hands the proxy each kind's formats, key header and removed headers", async () => {
    assert.deepEqual(providersIn(await dump(), TRAFFIC), {
      openai: { routes: VENDOR, ...bearer },
      anthropic: { routes: ANTHROPIC, ...bearer },
      gemini: { routes: OPENAI, ...bearer },
      vertexai: {
        routes: { ...OPENAI, "/rerank": "Rerank" },
        keyIn: ["x-goog-api-key"],
        removes: ["authorization", "x-api-key", "api-key"],
        guardsStreams: false,
      },
      azure: { routes: OPENAI, ...azure },
      foundry: {
        routes: CHAT,
        keyIn: ["api-key", "x-api-key"],
        removes: ["authorization", "x-goog-api-key"],
        guardsStreams: false,
      },
      azureopenai: { routes: { ...CHAT, "/embeddings": "Embeddings" }, ...azure },
      bedrock: { routes: { ...CHAT, "/responses": "Responses" }, keyIn: [], removes: ALL, guardsStreams: false },
      custom: { routes: OPENAI, ...bearer },
      passing: { routes: VENDOR, keyIn: [], removes: [], guardsStreams: false },
      guarded: { routes: { ...CHAT, "/responses": "Responses" }, ...bearer, guardsStreams: true },
      "chat/openai": { routes: VENDOR, ...bearer },
      "chat/anthropic": { routes: ANTHROPIC, ...bearer },
    });
  });

  it("hands it the rewrite of each path, and what an agent does not get of a client", async () => {
    const found = rewritesIn(await dump(), TRAFFIC);
    assert.deepEqual(
      Object.fromEntries(["/openai", "/openai/models", "/gemini", "/mcp"].map((path) => [path, found[path]])),
      {
        "/openai": { rewrite: { Prefix: "" } },
        "/openai/models": { rewrite: { Full: "/v1/models" } },
        "/gemini": { rewrite: { Prefix: "" } },
        "/mcp": {},
      },
    );
    assert.equal(found["/gemini/models"], undefined);
    assert.deepEqual(Object.fromEntries(Object.entries(found).filter(([path]) => path.startsWith("/planner"))), {
      "/planner/.well-known": { rewrite: { Prefix: "/api/planner/.well-known" }, removes: ALL },
      "/planner": { rewrite: { Prefix: "/api/planner" }, removes: ALL },
      "/planner/": { rewrite: { Full: "/api/rpc" }, removes: ALL },
      "/planner/api/planner": { rewrite: { Prefix: "/api/planner" }, removes: ALL },
    });
  });

  it("hands it the retry of a failover, the card of an agent, and a policy for the server without a key", async () => {
    const found = policiesIn(await dump(), TRAFFIC);
    assert.deepEqual(Object.keys(found).sort(), [
      "chat-retry chat Retry",
      "mcp-backend-credentials mcp-backend/bare Transformation",
      "planner-card planner/card Transformation",
    ]);
    assert.deepEqual(found["chat-retry chat Retry"], {
      attempts: 1,
      backoff: { nanos: 50_000_000 },
      retry_status_codes: [429, 500, 502, 503, 504],
    });
    assert.deepEqual(found["mcp-backend-credentials mcp-backend/bare Transformation"], { request: { remove: ALL } });
  });
}
