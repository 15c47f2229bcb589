import assert from "node:assert/strict";
import { llmProvider, llmSecrets } from "../../../../components/llm/build";
import { environment } from "../../../../dev/support/environment";
import { ANTHROPIC_ROUTES, CLOUD_ROUTES, EMBEDDING_ROUTES, OPENAI_ROUTES } from "../../../../dev/support/llmRoutes";

interface Ai {
  routes: object;
  promptGuard?: { streaming?: string };
}

interface Backend {
  ai: { groups?: { providers: { policies: { ai: Ai } }[] }[] };
  policies: { ai: Ai };
}

const openai = { provider: "openai" };
const anthropic = { provider: "anthropic" };

const builtin = { regex: { builtins: ["Ssn"], action: "Reject" } };
const asRendered = { regex: { action: "Reject", builtins: ["Ssn"] } };
const pattern = (text: string) => ({ regex: { patterns: [text], action: "Reject" } });
const patternRendered = (text: string) => ({ regex: { action: "Reject", matches: [text] } });

/** What stands at the provider of an entry, or at each of those that it chooses from. */
function aisOf(llmProviders: Record<string, object>, name: string): Ai[] {
  const entries = environment({ llmProviders }).llmProviders;
  const { ai, policies } = llmProvider(name, entries[name]!, "gw", entries)[0]?.spec as Backend;
  return ai.groups?.flatMap(({ providers }) => providers.map((each) => each.policies.ai)) ?? [policies.ai];
}

const aiOf = (input: object, promptGuard: object) => aisOf({ x: { ...input, promptGuard } }, "x")[0];

describe("the guards of an LLM provider", () => {
  describe("look at streams", () => {
    it("where they look at answers, unless it is said that they don't", () => {
      const guards = (promptGuard: object) => aiOf(openai, promptGuard)?.promptGuard;
      const both = { request: [builtin], response: [builtin] };
      const rendered = { request: [asRendered], response: [asRendered] };
      assert.deepEqual(guards(both), { ...rendered, streaming: "Enabled" });
      assert.deepEqual(guards({ ...both, streaming: "Enabled" }), { ...rendered, streaming: "Enabled" });
      assert.deepEqual(guards({ ...both, streaming: "Unguarded" }), rendered);
      assert.deepEqual(guards({ request: [builtin] }), { request: [asRendered] });
    });

    it("where one of the layers of a failover says so", () => {
      const streaming = (own: object, chosen: object) => {
        const support = { failover: [{ use: "x" }], promptGuard: chosen };
        return aisOf({ x: { ...openai, promptGuard: own }, support }, "support")[0]?.promptGuard?.streaming;
      };
      const response = [builtin];
      const unguarded = { response, streaming: "Unguarded" };
      assert.equal(streaming({ response }, { request: [builtin], unguardedEntries: ["x"] }), "Enabled");
      assert.equal(streaming(unguarded, { response, unguardedEntries: ["x"] }), "Enabled");
      assert.equal(streaming(unguarded, { response, streaming: "Unguarded" }), undefined);
      // What has no guards of answers says nothing about them.
      assert.equal(streaming(unguarded, { request: [builtin], unguardedEntries: ["x"] }), undefined);
    });
  });

  it("all hold in a failover: those of the choice before those of the provider, each with its own key", () => {
    const moderation = { openAIModeration: {} };
    const llmProviders = {
      openai: { ...openai, promptGuard: { request: [moderation, pattern("own")], response: [pattern("own")] } },
      anthropic,
      support: {
        failover: [{ use: "openai" }, { use: "anthropic" }],
        promptGuard: {
          request: [moderation, pattern("all")],
          response: [pattern("all")],
          unguardedEntries: ["openai", "anthropic"],
        },
      },
    };
    const moderated = (name: string) => ({
      openAIModeration: { policies: { auth: { secretRef: { name } } } },
    });
    const [first, second] = aisOf(llmProviders, "support");
    assert.deepEqual(first?.promptGuard, {
      request: [
        moderated("support-moderation-secret"),
        patternRendered("all"),
        moderated("openai-moderation-secret"),
        patternRendered("own"),
      ],
      response: [patternRendered("all"), patternRendered("own")],
      streaming: "Enabled",
    });
    assert.deepEqual(second?.promptGuard, {
      request: [moderated("support-moderation-secret"), patternRendered("all")],
      response: [patternRendered("all")],
      streaming: "Enabled",
    });
    assert.deepEqual(
      llmSecrets(environment({ llmProviders }).llmProviders).map(({ name }) => name),
      ["anthropic-secret", "openai-secret", "openai-moderation-secret", "support-moderation-secret"],
    );
  });

  describe("leave out what gets round them", () => {
    const request = [builtin];
    const response = [builtin];
    const texts = { "/chat/completions": "Completions", "/responses": "Responses", "/messages": "Messages" };
    // The proxy counts by itself where the provider has no such API.
    const counting = { "/messages/count_tokens": "AnthropicTokenCount" };
    const vertexai = { provider: "vertexai", projectId: "p" };
    const bedrock = { provider: "bedrock" };

    const forms: [title: string, input: object, guard: object, routes: object][] = [
      ["openai", openai, { request }, { ...texts, ...counting }],
      ["gemini", { provider: "gemini" }, { request }, { ...texts, ...counting }],
      [
        "anthropic, which counts tokens itself",
        anthropic,
        { request },
        { "/chat/completions": "Completions", "/messages": "Messages" },
      ],
      ["Bedrock, which counts those of Claude itself", bedrock, { request }, texts],
      ["Nova at Bedrock", { ...bedrock, model: "amazon.nova-pro-v1:0" }, { request }, { ...texts, ...counting }],
      [
        "openai, where only answers are guarded: an embedding is none",
        openai,
        { response },
        { ...texts, ...counting, "/embeddings": "Embeddings" },
      ],
      ["gemini, where only answers are guarded", { provider: "gemini" }, { response }, EMBEDDING_ROUTES],
      ["Vertex AI, where only answers are guarded: an order is none", vertexai, { response }, CLOUD_ROUTES],
      [
        "anthropic, where only answers are guarded",
        anthropic,
        { response },
        { "/chat/completions": "Completions", "/messages": "Messages", ...counting },
      ],
    ];
    for (const [title, input, guard, routes] of forms) {
      it(`of ${title}`, () => assert.deepEqual(aiOf(input, guard)?.routes, routes));
    }

    it("but for what is accepted by name", () => {
      const accepting = (unguarded: string[], input: object = openai) =>
        aiOf(input, { request, response, unguarded })?.routes;
      assert.deepEqual(accepting(["Embeddings"]), { ...texts, ...counting, "/embeddings": "Embeddings" });
      assert.deepEqual(accepting(["Realtime"]), { ...texts, ...counting, "/realtime": "Realtime" });
      assert.deepEqual(accepting(["Passthrough"]), { ...texts, ...counting, "/models": "Passthrough" });
      assert.deepEqual(accepting(["Embeddings", "Realtime", "Passthrough"]), OPENAI_ROUTES);
      assert.deepEqual(accepting(["AnthropicTokenCount", "Passthrough"], anthropic), ANTHROPIC_ROUTES);
      assert.deepEqual(accepting(["Rerank", "Embeddings", "AnthropicTokenCount"], vertexai), CLOUD_ROUTES);
      // What a provider can't serve, or serves on request, is not served for being accepted.
      assert.deepEqual(accepting(["Rerank", "Detect"]), { ...texts, ...counting });
    });

    it("in a failover, but for what is accepted by each layer", () => {
      const routes = (own: string[], chosen: string[]) =>
        aisOf(
          {
            x: { ...openai, promptGuard: { request, unguarded: own } },
            support: { failover: [{ use: "x" }], promptGuard: { request, unguarded: chosen } },
          },
          "support",
        )[0]?.routes;
      const all = ["Embeddings", "Realtime", "Passthrough"];
      assert.deepEqual(routes(all, all), OPENAI_ROUTES);
      assert.deepEqual(routes(all, ["Embeddings"]), { ...texts, ...counting, "/embeddings": "Embeddings" });
      assert.deepEqual(routes(all, []), { ...texts, ...counting });
    });
  });
});
