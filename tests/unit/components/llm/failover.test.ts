import assert from "node:assert/strict";
import type { KubernetesObject } from "../../../../kube/object";
import { llmProvider, llmSecrets } from "../../../../components/llm/build";
import type { LlmCatalogue } from "../../../../components/llm/spec";
import { removing, WITH_BEARER, WITHOUT_CREDENTIALS } from "../../../../dev/support/clientCredentials";
import { environment } from "../../../../dev/support/environment";
import {
  ANTHROPIC_ROUTES,
  CHAT_ROUTES,
  CLOUD_ROUTES,
  EMBEDDING_ROUTES,
  OPENAI_ROUTES,
  TEXT_ROUTES,
} from "../../../../dev/support/llmRoutes";

const PROVIDERS = {
  openai: { provider: "openai", model: "gpt-5.4" },
  anthropic: { provider: "anthropic", existingSecret: "theirs" },
  bedrock: { provider: "bedrock", promptCaching: {} },
  groq: { provider: "openai", upstream: { host: "api.groq.com", path: "/openai/v1/chat/completions" } },
  deployment: { provider: "azureopenai", endpoint: "r.openai.azure.com", deploymentName: "d", apiVersion: "v1" },
  vllm: { provider: "custom", service: { name: "vllm", port: 8000 } },
};

interface Spec {
  ai: { groups: { providers: { name: string; policies: { ai: { routes: object } } }[] }[] };
  policies: { health: object };
}

function catalogue(support: object): LlmCatalogue {
  return environment({ llmProviders: { ...PROVIDERS, support } }).llmProviders;
}

function objects(support: object): KubernetesObject[] {
  const entries = catalogue(support);
  return llmProvider("support", entries.support!, "gw", entries);
}

const specOf = (support: object) => objects(support)[0]?.spec as Spec;

describe("a failover", () => {
  it("uses the providers of other entries as these say, in order of preference", () => {
    const spec = specOf({
      failover: [
        [{ use: "openai" }, { use: "bedrock", model: "other" }],
        [{ use: "anthropic", model: "claude" }],
        { use: "groq" },
        [{ use: "vllm" }, { use: "deployment", model: "e" }],
      ],
    });
    assert.deepEqual(spec.ai.groups, [
      {
        providers: [
          {
            name: "openai",
            openai: { model: "gpt-5.4" },
            policies: {
              auth: { secretRef: { name: "openai-secret" } },
              transformation: WITH_BEARER,
              ai: { routes: OPENAI_ROUTES },
            },
          },
          {
            name: "bedrock",
            bedrock: { region: "us-east-1", model: "other" },
            policies: {
              auth: { aws: { secretRef: { name: "bedrock-secret" } } },
              transformation: WITHOUT_CREDENTIALS,
              ai: {
                promptCaching: {
                  cacheSystem: true,
                  cacheMessages: true,
                  cacheTools: false,
                  cacheMessageOffset: 0,
                  minTokens: 1024,
                },
                routes: CLOUD_ROUTES,
              },
            },
          },
        ],
      },
      {
        providers: [
          {
            name: "anthropic",
            anthropic: { model: "claude" },
            policies: {
              auth: { secretRef: { name: "theirs" } },
              transformation: WITH_BEARER,
              ai: { routes: ANTHROPIC_ROUTES },
            },
          },
        ],
      },
      {
        providers: [
          {
            name: "groq",
            openai: {},
            host: "api.groq.com",
            port: 443,
            path: "/openai/v1/chat/completions",
            policies: {
              auth: { secretRef: { name: "groq-secret" } },
              transformation: WITH_BEARER,
              tls: {},
              ai: { routes: CHAT_ROUTES },
            },
          },
        ],
      },
      {
        providers: [
          {
            name: "vllm",
            custom: {
              backendRef: { group: "", kind: "Service", name: "vllm", port: 8000 },
              formats: [{ type: "Completions" }],
            },
            policies: { transformation: WITHOUT_CREDENTIALS, ai: { routes: TEXT_ROUTES } },
          },
          {
            name: "deployment",
            azureopenai: { endpoint: "r.openai.azure.com", deploymentName: "e", apiVersion: "v1" },
            policies: {
              auth: { secretRef: { name: "deployment-secret" }, location: { header: { name: "api-key" } } },
              transformation: removing("authorization", "x-api-key", "x-goog-api-key"),
              ai: { routes: EMBEDDING_ROUTES },
            },
          },
        ],
      },
    ]);
  });

  it("is served by a provider as the model of the choice can be, and not as that of the provider's own entry", () => {
    const { groups } = specOf({
      failover: [{ use: "bedrock" }, { use: "bedrock", model: "eu.anthropic.claude-haiku-5-5" }],
    }).ai;
    assert.deepEqual(
      groups.map(({ providers }) => providers[0]?.policies.ai.routes),
      [CLOUD_ROUTES, TEXT_ROUTES],
    );
  });

  it("lays what it says of requests over what each provider says, name by name", () => {
    const said = {
      modelAliases: { fast: "a", own: "b" },
      defaults: { temperature: 0.5, top_p: 1 },
      overrides: { user: "own" },
      promptEnrichment: { prepend: [{ role: "system", content: "Own." }] },
      routes: { "/own": "Completions", "/both": "Messages" },
    };
    const entries = environment({
      llmProviders: {
        openai: { provider: "openai", ...said },
        gemini: { provider: "gemini" },
        support: {
          failover: [{ use: "openai" }, { use: "gemini" }],
          modelAliases: { fast: "c" },
          defaults: { temperature: 0.1 },
          overrides: { n: 1 },
          promptEnrichment: { append: [{ role: "user", content: "All." }] },
          routes: { "/both": "Completions" },
        },
      },
    }).llmProviders;
    const { ai, policies } = llmProvider("support", entries.support!, "gw", entries)[0]?.spec as Spec;
    assert.deepEqual(
      ai.groups.map(({ providers }) => providers[0]?.policies.ai),
      [
        {
          modelAliases: { fast: "c", own: "b" },
          defaults: [
            { field: "temperature", value: 0.1 },
            { field: "top_p", value: 1 },
          ],
          overrides: [
            { field: "n", value: 1 },
            { field: "user", value: "own" },
          ],
          prompt: { append: [{ role: "user", content: "All." }] },
          routes: { ...OPENAI_ROUTES, "/own": "Completions", "/both": "Completions" },
        },
        {
          modelAliases: { fast: "c" },
          defaults: [{ field: "temperature", value: 0.1 }],
          overrides: [{ field: "n", value: 1 }],
          prompt: { append: [{ role: "user", content: "All." }] },
          routes: { ...EMBEDDING_ROUTES, "/both": "Completions" },
        },
      ],
    );
    // Of what stood here, the proxy would take nothing where a provider has something of its own.
    assert.deepEqual(Object.keys(policies), ["health"]);
  });

  it("leaves out what fails, without which it would never fail over", () => {
    assert.deepEqual(specOf({ failover: [{ use: "openai" }] }).policies, {
      health: {
        unhealthyCondition:
          "response == null || response.code == 429 || (response.code >= 500 && has(llm.requestModel))",
        eviction: { duration: "10s", consecutiveFailures: 1 },
      },
    });
    // Without further attempts there is a response always, and none that tells that the proxy made it.
    assert.deepEqual(specOf({ failover: [{ use: "openai" }], retry: false }).policies, {
      health: {
        unhealthyCondition: "response.code >= 500 || response.code == 429",
        eviction: { duration: "10s", consecutiveFailures: 1 },
      },
    });
    assert.deepEqual(
      specOf({
        failover: [{ use: "openai" }],
        eviction: { unhealthyCondition: "false", duration: "1m30s", consecutiveFailures: 3, restoreHealth: 50 },
      }).policies,
      {
        health: {
          unhealthyCondition: "false",
          eviction: { duration: "1m30s", consecutiveFailures: 3, restoreHealth: 50 },
        },
      },
    );
  });

  it("gives every provider a name of its own, over all groups", () => {
    const { groups } = specOf({
      failover: [
        [{ use: "openai" }, { use: "openai", model: "gpt-5.4-mini" }],
        { use: "anthropic" },
        { use: "openai" },
      ],
    }).ai;
    assert.deepEqual(
      groups.map(({ providers }) => providers.map(({ name }) => name)),
      [["openai", "openai-2"], ["anthropic"], ["openai-3"]],
    );
  });

  it("leads clients to a list of models where each provider has one", () => {
    const paths = (failover: object[]) => {
      const { rules } = objects({ failover }).at(-1)?.spec as { rules: { matches: { path: { value: string } }[] }[] };
      return rules.flatMap(({ matches }) => matches.map(({ path }) => path.value));
    };
    assert.deepEqual(paths([{ use: "openai" }, { use: "anthropic" }]), ["/support/models", "/support"]);
    assert.deepEqual(paths([{ use: "openai" }, { use: "bedrock" }]), ["/support"]);
  });

  it("has a route of its own, and no Secret", () => {
    const support = { failover: [{ use: "openai" }], path: "/help" };
    const { rules } = objects(support).at(-1)?.spec as { rules: { matches: object[] }[] };
    assert.deepEqual(
      rules.map(({ matches }) => matches),
      [
        [{ path: { type: "Exact", value: "/help/models" }, method: "GET" }],
        [{ path: { type: "PathPrefix", value: "/help" } }],
      ],
    );
    assert.deepEqual(
      llmSecrets(catalogue(support)).map(({ name }) => name),
      ["bedrock-secret", "deployment-secret", "groq-secret", "openai-secret"],
    );
  });
});
