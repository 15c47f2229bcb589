import assert from "node:assert/strict";
import { LlmProvider } from "../../../../components";
import { secretsOf, llmProvider } from "../../../../components/llm/build";
import { llmProviderSpec } from "../../../../components/llm/spec";
import { SecretValue } from "../../../../core/secret";
import { entry, onCluster } from "../../../../dev/support/placement";
import { record } from "../../../../dev/support/recorder";
import { CLOUD_ROUTES } from "../../../../dev/support/llmRoutes";

/** What guards of requests look at. Bedrock itself may count tokens, so that would be a way round them. */
const GUARDED_ROUTES = {
  "/chat/completions": "Completions",
  "/responses": "Responses",
  "/messages": "Messages",
};

function aiOf(input: object): unknown {
  const spec = llmProviderSpec.parse({ provider: "bedrock", auth: "ambient", ...input });
  const { policies } = llmProvider("x", spec, "gw", {})[0]?.spec as { policies: { ai?: unknown } };
  return policies.ai;
}

describe("what the gateway does with requests to an LLM provider", () => {
  const forms: [string, object, object][] = [
    ["telling requests apart", {}, {}],
    ["no more than that, for empty lists of things", { modelAliases: {}, defaults: {}, overrides: {}, routes: {} }, {}],
    ["aliases", { modelAliases: { fast: "m" } }, { modelAliases: { fast: "m" } }],
    [
      "defaults and overrides, sorted and with their values as they are",
      {
        defaults: { top_p: 0.5, stop: [] },
        overrides: { metadata: { team: "a", tags: [] }, n: 1, user: "", stream: false },
      },
      {
        defaults: [
          { field: "stop", value: [] },
          { field: "top_p", value: 0.5 },
        ],
        overrides: [
          { field: "metadata", value: { team: "a", tags: [] } },
          { field: "n", value: 1 },
          { field: "stream", value: false },
          { field: "user", value: "" },
        ],
      },
    ],
    [
      "messages before the client's",
      { promptEnrichment: { prepend: [{ role: "system", content: "Be brief." }] } },
      { prompt: { prepend: [{ role: "system", content: "Be brief." }] } },
    ],
    [
      "messages after the client's",
      { promptEnrichment: { append: [{ role: "user", content: "" }] } },
      { prompt: { append: [{ role: "user", content: "" }] } },
    ],
    [
      "caching, with its defaults",
      { promptCaching: { cacheTools: true } },
      {
        promptCaching: {
          cacheSystem: true,
          cacheMessages: true,
          cacheTools: true,
          cacheMessageOffset: 0,
          minTokens: 1024,
        },
      },
    ],
    [
      "telling requests apart by further ends of paths, or otherwise than by default",
      { routes: { "/v1/messages": "Messages", "*": "Passthrough", "/rerank": "Detect" } },
      { routes: { ...CLOUD_ROUTES, "/v1/messages": "Messages", "*": "Passthrough", "/rerank": "Detect" } },
    ],
    [
      "masking, which is not for streams",
      {
        promptGuard: {
          request: [{ regex: { builtins: ["Email"] } }],
          response: [{ regex: { patterns: ["secret-\\d+"] } }],
          streaming: "Unguarded",
        },
      },
      {
        routes: GUARDED_ROUTES,
        promptGuard: {
          request: [{ regex: { action: "Mask", builtins: ["Email"] } }],
          response: [{ regex: { action: "Mask", matches: ["secret-\\d+"] } }],
        },
      },
    ],
    [
      "refusing, with an answer whose defaults are written out",
      {
        promptGuard: {
          request: [
            { regex: { patterns: ["a"], action: "Reject" }, response: { statusCode: 422 } },
            { regex: { patterns: ["b"], action: "Reject" }, response: { message: "no" } },
          ],
        },
      },
      {
        routes: GUARDED_ROUTES,
        promptGuard: {
          request: [
            {
              regex: { action: "Reject", matches: ["a"] },
              response: { statusCode: 422, message: "The request was rejected due to inappropriate content" },
            },
            { regex: { action: "Reject", matches: ["b"] }, response: { statusCode: 403, message: "no" } },
          ],
        },
      },
    ],
    [
      "asking a Service",
      { promptGuard: { response: [{ webhook: { service: { name: "judge", port: 80 }, failureMode: "FailOpen" } }] } },
      {
        promptGuard: {
          response: [
            {
              webhook: {
                backendRef: { group: "", kind: "Service", name: "judge", port: 80 },
                failureMode: "FailOpen",
              },
            },
          ],
          streaming: "Enabled",
        },
      },
    ],
    [
      "asking OpenAI",
      { promptGuard: { request: [{ openAIModeration: { model: "omni-moderation-latest" } }] } },
      {
        routes: GUARDED_ROUTES,
        promptGuard: {
          request: [
            {
              openAIModeration: {
                model: "omni-moderation-latest",
                policies: { auth: { secretRef: { name: "x-moderation-secret" } } },
              },
            },
          ],
        },
      },
    ],
    [
      "asking OpenAI with a key that is there",
      { promptGuard: { request: [{ openAIModeration: { existingSecret: "openai-secret" } }] } },
      {
        routes: GUARDED_ROUTES,
        promptGuard: {
          request: [{ openAIModeration: { policies: { auth: { secretRef: { name: "openai-secret" } } } } }],
        },
      },
    ],
  ];
  for (const [title, input, expected] of forms) {
    it(`is ${title}`, () => assert.deepEqual(aiOf(input), { routes: CLOUD_ROUTES, ...expected }));
  }

  it("is not more than the API takes", () => {
    const many = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`a${index}`, "x"]));
    assert.throws(() => aiOf({ defaults: many }), /must be 64 fields at most/);
    assert.throws(() => aiOf({ modelAliases: many }), /must be 64 aliases at most/);
  });

  it("needs a key for moderation, unless someone else makes the Secret", () => {
    const entries = (guard: object) => {
      const promptGuard = { request: [{ openAIModeration: guard }] };
      return secretsOf("x", llmProviderSpec.parse({ provider: "openai", promptGuard })).moderation?.entries;
    };
    assert.deepEqual(entries({}), [
      { path: "llmProviders.x.moderationKey", key: "Authorization", value: undefined, required: true },
    ]);
    assert.equal(entries({ existingSecret: "theirs" }), undefined);
  });

  it("registers each Secret once, and none that someone else makes", async () => {
    const secretsOf = async (input: object) => {
      const spec = llmProviderSpec.parse({ moderationKey: new SecretValue("k"), ...input });
      const created = await record(() => new LlmProvider("x", entry("x", spec), onCluster()));
      return created
        .filter(({ type }) => type.endsWith(":Secret"))
        .map(({ name, inputs }) => [name, (inputs.metadata as { name: string }).name]);
    };
    const promptGuard = { request: [{ openAIModeration: {} }] };
    assert.deepEqual(await secretsOf({ provider: "openai", apiKey: new SecretValue("k"), promptGuard }), [
      ["x-credentials", "x-secret"],
      ["x-moderation-credentials", "x-moderation-secret"],
    ]);
    assert.deepEqual(await secretsOf({ failover: [{ use: "y" }], promptGuard }), [
      ["x-moderation-credentials", "x-moderation-secret"],
    ]);
    assert.deepEqual(await secretsOf({ provider: "openai", existingSecret: "theirs" }), []);
  });
});
