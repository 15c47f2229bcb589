import assert from "node:assert/strict";
import { llmProvider, providerSecret } from "../../components/llm/build";
import { llmProviderSpec } from "../../components/llm/spec";

function backendSpec(name: string, input: object): unknown {
  return llmProvider(name, llmProviderSpec.parse(input), "gw")[0]?.spec;
}

describe("an LLM provider", () => {
  const auth = (name: string) => ({ policies: { auth: { secretRef: { name } } } });
  const cases: [string, object, object][] = [
    [
      "openai",
      { provider: "openai", model: "m" },
      { ai: { provider: { openai: { model: "m" } } }, ...auth("x-secret") },
    ],
    ["openai without a model", { provider: "openai" }, { ai: { provider: { openai: {} } }, ...auth("x-secret") }],
    [
      "anthropic",
      { provider: "anthropic", model: "m" },
      { ai: { provider: { anthropic: { model: "m" } } }, ...auth("x-secret") },
    ],
    [
      "gemini",
      { provider: "gemini", model: "m" },
      { ai: { provider: { gemini: { model: "m" } } }, ...auth("x-secret") },
    ],
    [
      "vertexai",
      { provider: "vertexai", projectId: "p", model: "m" },
      { ai: { provider: { vertexai: { projectId: "p", region: "global", model: "m" } } }, ...auth("x-secret") },
    ],
    [
      "azureopenai",
      {
        provider: "azureopenai",
        endpoint: "r.openai.azure.com",
        deploymentName: "d",
        apiVersion: "v1",
        secretName: "own",
      },
      {
        ai: { provider: { azureopenai: { endpoint: "r.openai.azure.com", deploymentName: "d", apiVersion: "v1" } } },
        ...auth("own"),
      },
    ],
    [
      "bedrock, whose credentials have a form of their own",
      { provider: "bedrock", model: "m" },
      {
        ai: { provider: { bedrock: { region: "us-east-1", model: "m" } } },
        policies: { auth: { aws: { secretRef: { name: "x-secret" } } } },
      },
    ],
  ];
  for (const [title, input, expected] of cases) {
    it(`makes the backend of ${title}`, () => assert.deepEqual(backendSpec("x", input), expected));
  }

  it("has a route of its own, by default under its name", () => {
    const route = llmProvider("x", llmProviderSpec.parse({ provider: "openai" }), "gw")[1];
    assert.deepEqual(route, {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: { name: "x" },
      spec: {
        parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "gw" }],
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/x" } }],
            backendRefs: [{ group: "agentgateway.dev", kind: "AgentgatewayBackend", name: "x", weight: 1 }],
          },
        ],
      },
    });
  });

  it("keeps its credentials under the keys that the controller reads", () => {
    const keys = (input: object) =>
      providerSecret("x", llmProviderSpec.parse(input)).entries.map(({ key, required }) => [key, required]);
    assert.deepEqual(keys({ provider: "openai" }), [["Authorization", true]]);
    assert.deepEqual(keys({ provider: "bedrock" }), [
      ["accessKey", true],
      ["secretKey", true],
      ["sessionToken", false],
    ]);
  });
});
