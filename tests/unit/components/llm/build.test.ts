import assert from "node:assert/strict";
import { secretsOf, llmProvider } from "../../../../components/llm/build";
import { llmProviderSpec } from "../../../../components/llm/spec";
import { removing, WITH_BEARER, WITHOUT_CREDENTIALS } from "../../../../dev/support/clientCredentials";
import {
  ANTHROPIC_ROUTES,
  CHAT_ROUTES,
  CLOUD_ROUTES,
  EMBEDDING_ROUTES,
  OPENAI_ROUTES,
  TEXT_ROUTES,
} from "../../../../dev/support/llmRoutes";

function backendSpec(name: string, input: object): unknown {
  return llmProvider(name, llmProviderSpec.parse(input), "gw", {})[0]?.spec;
}

describe("an LLM provider", () => {
  const bearer = { auth: { secretRef: { name: "x-secret" } }, transformation: WITH_BEARER };
  const inHeader = (name: string, header: string) => ({
    secretRef: { name },
    location: { header: { name: header } },
  });
  const withApiKey = removing("authorization", "x-api-key", "x-goog-api-key");
  const cases: [string, object, object][] = [
    [
      "openai",
      { provider: "openai", model: "m" },
      { ai: { provider: { openai: { model: "m" } } }, policies: { ...bearer, ai: { routes: OPENAI_ROUTES } } },
    ],
    [
      "openai without a model",
      { provider: "openai" },
      { ai: { provider: { openai: {} } }, policies: { ...bearer, ai: { routes: OPENAI_ROUTES } } },
    ],
    [
      "anthropic",
      { provider: "anthropic", model: "m" },
      { ai: { provider: { anthropic: { model: "m" } } }, policies: { ...bearer, ai: { routes: ANTHROPIC_ROUTES } } },
    ],
    [
      "gemini",
      { provider: "gemini", model: "m" },
      { ai: { provider: { gemini: { model: "m" } } }, policies: { ...bearer, ai: { routes: EMBEDDING_ROUTES } } },
    ],
    [
      "vertexai",
      { provider: "vertexai", projectId: "p", model: "m" },
      {
        ai: { provider: { vertexai: { projectId: "p", region: "global", model: "m" } } },
        policies: {
          auth: inHeader("x-secret", "x-goog-api-key"),
          transformation: removing("authorization", "x-api-key", "api-key"),
          ai: { routes: CLOUD_ROUTES },
        },
      },
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
        policies: {
          auth: inHeader("own", "api-key"),
          transformation: withApiKey,
          ai: { routes: EMBEDDING_ROUTES },
        },
      },
    ],
    [
      "bedrock, whose credentials have a form of their own",
      { provider: "bedrock", model: "m" },
      {
        ai: { provider: { bedrock: { region: "us-east-1", model: "m" } } },
        policies: {
          auth: { aws: { secretRef: { name: "x-secret" } } },
          transformation: WITHOUT_CREDENTIALS,
          ai: { routes: CLOUD_ROUTES },
        },
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
        policies: {
          auth: inHeader("x-secret", "api-key"),
          transformation: withApiKey,
          ai: { routes: EMBEDDING_ROUTES },
        },
      },
    ],
    [
      "a Foundry project, whose Claude takes the key in another header",
      { ...azure, resourceType: "Foundry", projectName: "p" },
      {
        ai: { provider: { azure: { resourceName: "r", resourceType: "Foundry", projectName: "p" } } },
        policies: {
          auth: { ...inHeader("x-secret", "api-key"), credentials: [inHeader("x-secret", "x-api-key")] },
          transformation: removing("authorization", "x-goog-api-key"),
          ai: { routes: EMBEDDING_ROUTES },
        },
      },
    ],
    [
      "a model server in the cluster, with references' defaults and no credentials",
      custom,
      {
        ai: { provider: { custom: { backendRef: reference, formats: [{ type: "Completions" }] } } },
        policies: { transformation: WITHOUT_CREDENTIALS, ai: { routes: TEXT_ROUTES } },
      },
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
        policies: { ...bearer, ai: { routes: { ...CHAT_ROUTES, "/embeddings": "Embeddings" } } },
      },
    ],
    [
      "a model server in another namespace, by its host, for the CRD takes no namespace",
      { provider: "custom", service: { name: "ollama", port: 11434, namespace: "models" } },
      {
        ai: {
          provider: {
            custom: { formats: [{ type: "Completions" }] },
            host: "ollama.models.svc.cluster.local",
            port: 11434,
          },
        },
        policies: { transformation: WITHOUT_CREDENTIALS, ai: { routes: TEXT_ROUTES } },
      },
    ],
    [
      "a model server outside of the cluster",
      { provider: "custom", upstream: { host: "models.example.com" } },
      {
        ai: {
          provider: { custom: { formats: [{ type: "Completions" }] }, host: "models.example.com", port: 443 },
        },
        policies: { transformation: WITHOUT_CREDENTIALS, tls: {}, ai: { routes: TEXT_ROUTES } },
      },
    ],
    [
      "another host that speaks OpenAI's API, with TLS",
      { provider: "openai", model: "m", upstream },
      {
        ai: {
          provider: { openai: { model: "m" }, host: "api.groq.com", port: 443, pathPrefix: "/openai/v1" },
        },
        policies: { ...bearer, tls: {}, ai: { routes: OPENAI_ROUTES } },
      },
    ],
    [
      "another host that speaks Anthropic's API at one path, without TLS or key",
      { provider: "anthropic", auth: "none", upstream: { host: "proxy", port: 8080, path: "/v1/messages" } },
      {
        ai: { provider: { anthropic: {}, host: "proxy", port: 8080, path: "/v1/messages" } },
        policies: {
          transformation: WITHOUT_CREDENTIALS,
          ai: { routes: { "/chat/completions": "Completions", "/messages": "Messages" } },
        },
      },
    ],
    [
      "TLS as told, whatever the port",
      { provider: "openai", auth: "none", upstream: { ...upstream, port: 8443, tls: true } },
      {
        ai: { provider: { openai: {}, host: "api.groq.com", port: 8443, pathPrefix: "/openai/v1" } },
        policies: { transformation: WITHOUT_CREDENTIALS, tls: {}, ai: { routes: OPENAI_ROUTES } },
      },
    ],
  );
  for (const [title, input, expected] of cases) {
    it(`makes the backend of ${title}`, () => assert.deepEqual(backendSpec("x", input), expected));
  }

  describe("its route", () => {
    const backendRefs = [{ group: "agentgateway.dev", kind: "AgentgatewayBackend", name: "x", weight: 1 }];
    const prefix = (value: string) => ({
      matches: [{ path: { type: "PathPrefix", value } }],
      filters: [{ type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } } }],
      backendRefs,
    });
    const list = (value: string) => ({
      matches: [{ path: { type: "Exact", value }, method: "GET" }],
      filters: [
        { type: "URLRewrite", urlRewrite: { path: { type: "ReplaceFullPath", replaceFullPath: "/v1/models" } } },
      ],
      backendRefs,
    });
    const routeOf = (input: object) => llmProvider("x", llmProviderSpec.parse(input), "gw", {})[1];
    const rulesOf = (input: object) => (routeOf(input)?.spec as { rules: object[] }).rules;

    it("is by default under its name, and leads the list of models to where the provider has it", () => {
      assert.deepEqual(routeOf({ provider: "openai" }), {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: { name: "x" },
        spec: {
          parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "gw" }],
          rules: [list("/x/models"), prefix("/x")],
        },
      });
      assert.deepEqual(rulesOf({ provider: "anthropic", path: "/team/claude" }), [
        list("/team/claude/models"),
        prefix("/team/claude"),
      ]);
    });

    it("has no list of models where the provider has none in that form, or where requests are told apart otherwise", () => {
      for (const input of [
        { provider: "gemini" },
        { provider: "openai", upstream: { host: "api.groq.com", path: "/openai/v1/chat/completions" } },
        { provider: "openai", routes: { "/models": "Detect" } },
        { provider: "openai", promptGuard: { request: [{ regex: { builtins: ["Ssn"] } }] } },
      ]) {
        assert.deepEqual(rulesOf(input), [prefix("/x")], JSON.stringify(input));
      }
    });

    it("has a list of models that was asked for", () => {
      const input = { provider: "gemini", routes: { "/models": "Passthrough" } };
      assert.deepEqual(rulesOf(input), [list("/x/models"), prefix("/x")]);
    });
  });

  it("keeps its credentials under the keys that the controller reads", () => {
    const keys = (input: object) =>
      secretsOf("x", llmProviderSpec.parse(input)).credentials?.entries.map(({ key, required }) => [key, required]);
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
