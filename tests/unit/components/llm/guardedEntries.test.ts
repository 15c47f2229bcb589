import assert from "node:assert/strict";
import { UserError } from "../../../../core/errors";
import { environment } from "../../../../dev/support/environment";

const guard = { regex: { builtins: ["Ssn"], action: "Reject" } };
const request = { request: [guard] };
const response = { response: [guard] };

/** The entries by which guards are passed, each as `guarded < other`. */
function passedBy(llmProviders: Record<string, object>): string[] {
  try {
    environment({ llmProviders });
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.errors.map(({ path, problem }) => {
      const other = /^is passed by through llmProviders\.(\S+), which leads to the same provider/.exec(problem)?.[1];
      return `${path.replace(/^llmProviders\.(.*)\.promptGuard$/, "$1")} < ${other}`;
    });
  }
  return [];
}

const openai = { provider: "openai" };
const anthropic = { provider: "anthropic" };
const at = (host: string, port = 443) => ({ upstream: { host, port, pathPrefix: "/v1" } });
const vertexai = (projectId: string) => ({ provider: "vertexai", projectId });
const azure = { provider: "azure", resourceName: "r" };
const azureopenai = (endpoint: string) => ({
  provider: "azureopenai",
  endpoint,
  deploymentName: "d",
  apiVersion: "v1",
});
const bedrock = (region: string) => ({ provider: "bedrock", region });
const custom = (name: string) => ({ provider: "custom", service: { name, port: 8000 } });

describe("a second entry for a guarded provider", () => {
  const same: [string, object, object][] = [
    ["OpenAI", openai, { ...openai, model: "gpt-5.4", path: "/other" }],
    ["Anthropic, without a key", anthropic, { ...anthropic, auth: "passthrough" }],
    ["Gemini", { provider: "gemini" }, { provider: "gemini" }],
    ["one host", { ...openai, ...at("api.groq.com") }, { ...openai, ...at("api.groq.com") }],
    ["one project", vertexai("p"), { ...vertexai("p"), region: "us-central1" }],
    ["one Azure resource", azure, { ...azure, resourceType: "Foundry", projectName: "p" }],
    ["one Azure resource by its endpoint", azure, azureopenai("r.openai.azure.com")],
    ["one region", bedrock("us-east-1"), { ...bedrock("us-east-1"), auth: "ambient" }],
    ["one Service", custom("vllm"), { ...custom("vllm"), formats: ["Embeddings"] }],
    ["a vendor by its own host name", openai, { ...openai, ...at("api.openai.com") }],
    ["one Service, called as another kind", custom("vllm"), { ...openai, ...at("vllm", 8000) }],
    [
      "one server outside",
      { provider: "custom", ...at("models.example.com") },
      { provider: "custom", ...at("models.example.com") },
    ],
  ];
  for (const [title, one, other] of same) {
    it(`is a way round its guards: ${title}`, () => {
      assert.deepEqual(passedBy({ a: { ...one, promptGuard: request }, b: other }), ["a < b"]);
      assert.deepEqual(passedBy({ a: { ...one, promptGuard: { ...request, unguardedEntries: ["b"] } }, b: other }), []);
      assert.deepEqual(passedBy({ a: { ...one, promptGuard: request }, b: { ...other, promptGuard: request } }), []);
    });
  }

  it("is one for streams that it lets pass", () => {
    const guarded = { ...openai, promptGuard: response };
    const lenient = { ...openai, promptGuard: { ...response, streaming: "Unguarded" } };
    assert.deepEqual(passedBy({ a: guarded, b: lenient }), ["a < b"]);
    assert.deepEqual(passedBy({ a: lenient, b: lenient }), []);
  });

  it("is none where it is for another provider", () => {
    const others: [object, object][] = [
      [openai, anthropic],
      [openai, { ...openai, ...at("api.groq.com") }],
      [
        { ...openai, ...at("llm.example.com", 8000) },
        { ...openai, ...at("llm.example.com", 8001) },
      ],
      [vertexai("p"), vertexai("q")],
      [azure, { ...azure, resourceName: "s" }],
      [azure, azureopenai("s.openai.azure.com")],
      [bedrock("us-east-1"), bedrock("eu-central-1")],
      [custom("vllm"), custom("ollama")],
    ];
    for (const [one, other] of others) {
      assert.deepEqual(passedBy({ a: { ...one, promptGuard: request }, b: other }), [], JSON.stringify([one, other]));
    }
  });

  it("needs guards of the same direction", () => {
    const entries = (a: object, b: object) => ({
      a: { ...openai, promptGuard: a },
      b: { ...openai, promptGuard: b },
    });
    assert.deepEqual(passedBy(entries(request, response)), ["a < b", "b < a"]);
    assert.deepEqual(passedBy(entries(request, { ...request, ...response })), ["b < a"]);
  });

  it("may be a failover, whose guards add to those of its providers", () => {
    const failover = [{ use: "b" }, { use: "c" }];
    const guarded = { ...openai, promptGuard: request };
    assert.deepEqual(passedBy({ a: guarded, b: openai, c: anthropic, f: { failover } }), ["a < b", "a < f"]);
    assert.deepEqual(passedBy({ b: guarded, c: anthropic, f: { failover } }), []);
    // What is guarded by a failover alone is reached without it by its own entries.
    assert.deepEqual(passedBy({ b: openai, c: anthropic, f: { failover, promptGuard: request } }), ["f < b", "f < c"]);
    const unguardedEntries = ["b", "c"];
    assert.deepEqual(
      passedBy({ b: openai, c: anthropic, f: { failover, promptGuard: { ...request, unguardedEntries } } }),
      [],
    );
  });
});
