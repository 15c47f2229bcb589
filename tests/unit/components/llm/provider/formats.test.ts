import assert from "node:assert/strict";
import { llmProvider } from "../../../../../components/llm/build";
import { refusalOf } from "../../../../../components/llm/formats/rows";
import { FORMATS } from "../../../../../components/llm/formats/spec";
import { FORMAT_TABLE, type Capability, type Family } from "../../../../../components/llm/provider/formatTable";
import { providerSpec } from "../../../../../components/llm/provider/spec";
import { FAMILIES, FORMAT_CASES } from "../../../../../dev/support/formatCases";
import { CHAT_ROUTES, CLOUD_ROUTES, EMBEDDING_ROUTES, TEXT_ROUTES } from "../../../../../dev/support/llmRoutes";

/** The routes of an entry as they stand in its backend. */
function routesIn(input: object): object {
  const { policies } = llmProvider("x", providerSpec.parse(input), "gw", {})[0]?.spec as {
    policies: { ai: { routes: object } };
  };
  return policies.ai.routes;
}

const SUFFIXES: Record<Capability, string> = {
  Completions: "/chat/completions",
  Responses: "/responses",
  Messages: "/messages",
  AnthropicTokenCount: "/messages/count_tokens",
  Embeddings: "/embeddings",
  Realtime: "/realtime",
  Rerank: "/rerank",
  Models: "/models",
};

describe("the formats that a provider serves", () => {
  for (const [title, input, routes, refused] of FORMAT_CASES) {
    it(`are exactly those that it can: ${title}`, () => {
      assert.deepEqual(routesIn(input), routes);
      const spec = providerSpec.parse(input);
      const reasons = FORMATS.map((format) => [format, refusalOf(spec, format)] as const);
      assert.deepEqual(Object.fromEntries(reasons.filter(([, reason]) => reason !== undefined)), refused);
      // What is sent on as it is, is the provider's to judge.
      assert.deepEqual([refusalOf(spec, "Passthrough"), refusalOf(spec, "Detect")], [undefined, undefined]);
    });
  }

  it("are what the table says, for every kind and family", () => {
    const byTitle = new Map(FORMAT_CASES.map(([title, , routes, refused]) => [title, { routes, refused }]));
    const reported = Object.entries(FORMAT_TABLE).flatMap(([kind, families]) =>
      Object.entries(families).map(([family, row]) => ({ kind, family: family as Family, row })),
    );
    assert.equal(reported.length, 14);
    for (const { kind, family, row } of reported) {
      const { routes, refused } = byTitle.get(FAMILIES[kind]?.[family] ?? "")!;
      for (const [capability, verdict] of Object.entries(row) as [Capability, (typeof row)[Capability]][]) {
        const where = `${kind} ${family} ${capability}`;
        const byDefault = verdict.how !== "refused" && !("byDefault" in verdict);
        assert.equal(byDefault, SUFFIXES[capability] in routes, where);
        if (capability === "Models") continue;
        assert.equal(verdict.how === "refused" ? verdict.reason : undefined, refused[capability], where);
      }
    }
  });

  it("depend on the family of models, however a cloud writes their names", () => {
    const vertexai = { provider: "vertexai", projectId: "p" };
    const azure = { provider: "azure", resourceName: "r" };
    const foundry = { ...azure, resourceType: "Foundry", projectName: "p" };
    const bedrock = { provider: "bedrock" };
    const written: [object, string, object][] = [
      [vertexai, "anthropic/claude-haiku-5-5", CHAT_ROUTES],
      [vertexai, "publishers/anthropic/models/claude-haiku-5-5", CHAT_ROUTES],
      [vertexai, "text-embedding-005", CLOUD_ROUTES],
      [foundry, "Claude-Haiku-5-5", CHAT_ROUTES],
      [bedrock, "anthropic.claude-haiku-5-5", TEXT_ROUTES],
      [bedrock, "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-5-5", TEXT_ROUTES],
      [bedrock, "cohere.embed-v4:0", CLOUD_ROUTES],
      // Only a Foundry resource has Claude.
      [azure, "claude-haiku-5-5", EMBEDDING_ROUTES],
    ];
    for (const [input, model, routes] of written) assert.deepEqual(routesIn({ ...input, model }), routes, model);
  });

  it("can be extended, and replaced one by one", () => {
    const routes = { "/messages": "Passthrough", "/rerank": "Rerank", "/v1/batches": "Passthrough" };
    assert.deepEqual(routesIn({ provider: "openai", routes }), {
      "/chat/completions": "Completions",
      "/responses": "Responses",
      "/messages": "Passthrough",
      "/messages/count_tokens": "AnthropicTokenCount",
      "/embeddings": "Embeddings",
      "/realtime": "Realtime",
      "/models": "Passthrough",
      "/rerank": "Rerank",
      "/v1/batches": "Passthrough",
    });
  });
});
