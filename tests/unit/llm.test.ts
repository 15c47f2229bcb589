import assert from "node:assert/strict";
import { entrySecrets, llmProvider } from "../../components/llm/build";
import { llmProviderSpec } from "../../components/llm/spec";

function backendSpec(name: string, input: object): unknown {
  return llmProvider(name, llmProviderSpec.parse(input), "gw", {})[0]?.spec;
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
  const azure = { provider: "azure", resourceName: "r" };
  const custom = { provider: "custom", service: { name: "vllm", port: 8000 } };
  const reference = { group: "", kind: "Service", name: "vllm", port: 8000 };
  const upstream = { host: "api.groq.com", pathPrefix: "/openai/v1" };
  cases.push(
    [
      "azure",
      { ...azure, model: "m", apiVersion: "v1" },
      {
        ai: { provider: { azure: { resourceName: "r", resourceType: "OpenAI", model: "m", apiVersion: "v1" } } },
        ...auth("x-secret"),
      },
    ],
    [
      "a Foundry project",
      { ...azure, resourceType: "Foundry", projectName: "p" },
      {
        ai: { provider: { azure: { resourceName: "r", resourceType: "Foundry", projectName: "p" } } },
        ...auth("x-secret"),
      },
    ],
    [
      "a model server in the cluster, with references' defaults and no policies",
      custom,
      { ai: { provider: { custom: { backendRef: reference, formats: [{ type: "Completions" }] } } } },
    ],
    [
      "a model server with a key, formats and a model",
      { ...custom, formats: ["Messages", "Embeddings"], model: "m", auth: "apiKey" },
      {
        ai: {
          provider: {
            custom: { backendRef: reference, formats: [{ type: "Messages" }, { type: "Embeddings" }], model: "m" },
          },
        },
        ...auth("x-secret"),
      },
    ],
    [
      "a model server outside of the cluster",
      { provider: "custom", upstream: { host: "models.example.com" } },
      {
        ai: {
          provider: { custom: { formats: [{ type: "Completions" }] }, host: "models.example.com", port: 443 },
        },
        policies: { tls: {} },
      },
    ],
    [
      "another host that speaks OpenAI's API, with TLS",
      { provider: "openai", model: "m", upstream },
      {
        ai: {
          provider: { openai: { model: "m" }, host: "api.groq.com", port: 443, pathPrefix: "/openai/v1" },
        },
        policies: { auth: { secretRef: { name: "x-secret" } }, tls: {} },
      },
    ],
    [
      "another host that speaks Anthropic's API, without TLS or key",
      { provider: "anthropic", auth: "none", upstream: { host: "proxy", port: 8080, path: "/v1/messages" } },
      { ai: { provider: { anthropic: {}, host: "proxy", port: 8080, path: "/v1/messages" } } },
    ],
    [
      "TLS as told, whatever the port",
      { provider: "openai", auth: "none", upstream: { ...upstream, port: 8443, tls: true } },
      {
        ai: { provider: { openai: {}, host: "api.groq.com", port: 8443, pathPrefix: "/openai/v1" } },
        policies: { tls: {} },
      },
    ],
  );
  for (const [title, input, expected] of cases) {
    it(`makes the backend of ${title}`, () => assert.deepEqual(backendSpec("x", input), expected));
  }

  it("has a route of its own, by default under its name", () => {
    const route = llmProvider("x", llmProviderSpec.parse({ provider: "openai" }), "gw", {})[1];
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
      entrySecrets("x", llmProviderSpec.parse(input)).credentials?.entries.map(({ key, required }) => [key, required]);
    assert.deepEqual(keys({ provider: "openai" }), [["Authorization", true]]);
    assert.deepEqual(keys({ provider: "bedrock" }), [
      ["accessKey", true],
      ["secretKey", true],
      ["sessionToken", false],
    ]);
    assert.deepEqual(keys({ provider: "vertexai", projectId: "p", auth: "credentials" }), [["credentials.json", true]]);
    assert.deepEqual(keys({ provider: "azure", resourceName: "r", auth: "servicePrincipal" }), [
      ["clientID", true],
      ["tenantID", true],
      ["clientSecret", true],
    ]);
  });
});
