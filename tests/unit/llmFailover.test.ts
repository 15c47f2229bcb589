import assert from "node:assert/strict";
import type { KubernetesObject } from "../../components/kubernetes";
import { llmProvider, llmSecrets } from "../../components/llm/build";
import type { LlmCatalogue } from "../../components/llm/spec";
import { environment } from "../support/environment";

const PROVIDERS = {
  openai: { provider: "openai", model: "gpt-4.1" },
  anthropic: { provider: "anthropic", existingSecret: "theirs" },
  bedrock: { provider: "bedrock", promptCaching: {} },
  groq: { provider: "openai", upstream: { host: "api.groq.com", path: "/openai/v1/chat/completions" } },
  deployment: { provider: "azureopenai", endpoint: "r.openai.azure.com", deploymentName: "d", apiVersion: "v1" },
  vllm: { provider: "custom", service: { name: "vllm", port: 8000 } },
};

interface Spec {
  ai: { groups: { providers: { name: string }[] }[] };
  policies: { ai?: object; health: object };
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
            openai: { model: "gpt-4.1" },
            policies: { auth: { secretRef: { name: "openai-secret" } } },
          },
          {
            name: "bedrock",
            bedrock: { region: "us-east-1", model: "other" },
            policies: {
              auth: { aws: { secretRef: { name: "bedrock-secret" } } },
              ai: {
                promptCaching: {
                  cacheSystem: true,
                  cacheMessages: true,
                  cacheTools: false,
                  cacheMessageOffset: 0,
                  minTokens: 1024,
                },
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
            policies: { auth: { secretRef: { name: "theirs" } } },
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
            policies: { auth: { secretRef: { name: "groq-secret" } }, tls: {} },
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
          },
          {
            name: "deployment",
            azureopenai: { endpoint: "r.openai.azure.com", deploymentName: "e", apiVersion: "v1" },
            policies: { auth: { secretRef: { name: "deployment-secret" } } },
          },
        ],
      },
    ]);
  });

  it("leaves out what fails, without which it would never fail over", () => {
    assert.deepEqual(specOf({ failover: [{ use: "openai" }] }).policies, {
      health: {
        unhealthyCondition: "response.code >= 500 || response.code == 429",
        eviction: { duration: "10s", consecutiveFailures: 1 },
      },
    });
    assert.deepEqual(
      specOf({
        failover: [{ use: "openai" }],
        eviction: { unhealthyCondition: "false", duration: "1m30s", consecutiveFailures: 3, restoreHealth: 50 },
        modelAliases: { fast: "gpt-4.1-mini" },
      }).policies,
      {
        ai: { modelAliases: { fast: "gpt-4.1-mini" } },
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
        [{ use: "openai" }, { use: "openai", model: "gpt-4.1-mini" }],
        { use: "anthropic" },
        { use: "openai" },
      ],
    }).ai;
    assert.deepEqual(
      groups.map(({ providers }) => providers.map(({ name }) => name)),
      [["openai", "openai-2"], ["anthropic"], ["openai-3"]],
    );
  });

  it("has a route of its own, and no Secret", () => {
    const support = { failover: [{ use: "openai" }], path: "/help" };
    const route = objects(support)[1]?.spec as { rules: { matches: object[] }[] };
    assert.deepEqual(route.rules[0]?.matches, [{ path: { type: "PathPrefix", value: "/help" } }]);
    assert.deepEqual(
      llmSecrets(catalogue(support)).map(({ name }) => name),
      ["bedrock-secret", "deployment-secret", "groq-secret", "openai-secret"],
    );
  });
});
