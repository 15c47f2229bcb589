import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { found } from "../../../../cli/import/cli";
import { readText } from "../../../../cli/import/inputs";
import { readLiteLlm } from "../../../../cli/import/litellm/read";
import { report } from "../../../../cli/import/report";
import type { PlainObject } from "../../../../core/merge";

const imported = (text: string) => report(found(readText(text)));

const EXAMPLE = `
model_list:
  - model_name: gpt-5.4
    litellm_params:
      model: azure/gpt-5.4-eu
      api_base: https://my-resource.openai.azure.com/
      api_key: os.environ/AZURE_API_KEY
      api_version: "2025-04-01"
      rpm: 6
      order: 1
  - model_name: gpt-5.4
    litellm_params: { model: openai/gpt-5.4, api_key: sk-plain-key, order: 2 }
  - model_name: claude
    litellm_params: { model: anthropic/claude-sonnet-5-5, api_key: os.environ/ANTHROPIC_API_KEY, timeout: 30 }
  - model_name: "openai/*"
    litellm_params: { model: "openai/*", api_key: os.environ/OPENAI_API_KEY }
  - model_name: local
    litellm_params: { model: ollama/llama3, api_base: "http://ollama:11434" }
  - model_name: other
    litellm_params: { model: replicate/llama3 }
router_settings:
  routing_strategy: simple-shuffle
  fallbacks: [{ claude: [gpt-5.4] }]
general_settings:
  master_key: sk-plain-master
`;

describe("import of LiteLLM's configuration", () => {
  it("prints entries, commands and what is left", () =>
    assert.equal(
      imported(EXAMPLE),
      `For platform.ts, within definePlatform({ … }):

  llmProviders: {
    "gpt-5-4": { failover: [{ use: "gpt-5-4-azure" }, { use: "gpt-5-4-openai" }] },
    "gpt-5-4-azure": {
      provider: "azureopenai",
      endpoint: "my-resource.openai.azure.com",
      deploymentName: "gpt-5.4-eu",
      apiVersion: "2025-04-01",
    },
    "gpt-5-4-openai": { provider: "openai", model: "gpt-5.4" },
    claude: { failover: [{ use: "claude-anthropic" }, { use: "gpt-5-4-azure" }, { use: "gpt-5-4-openai" }] },
    "claude-anthropic": { provider: "anthropic", model: "claude-sonnet-5-5" },
    openai: { provider: "openai" },
    local: { provider: "custom", service: { name: "ollama", port: 11434 }, model: "llama3" },
  },

  existingServices: {
    ollama: [11434],
  },

  policies: {
    "claude-timeout": { on: { provider: "claude" }, timeouts: { request: "30s" } },
  },

Keys, for each stack; each command asks for the value:

pulumi config set --secret --path 'llmProviders.claude-anthropic.apiKey' --stack <stack>  # $ANTHROPIC_API_KEY
pulumi config set --secret --path 'llmProviders.gpt-5-4-azure.apiKey' --stack <stack>  # $AZURE_API_KEY
pulumi config set --secret --path 'llmProviders.gpt-5-4-openai.apiKey' --stack <stack>  # model_list[1].litellm_params.api_key
pulumi config set --secret --path 'llmProviders.openai.apiKey' --stack <stack>  # $OPENAI_API_KEY

Not expressed:

  - model_list[0].litellm_params.rpm: has no field of an entry
      Limits are policies here: policies.<name>: { on: { provider: "<entry>" }, rateLimit: { local: { requests: …, unit: "Minutes" } } }.
  - model_list[5]: names a model of a vendor that it can't tell ("replicate")
      Write it as <vendor>/<model>. There are: anthropic, azure, azure_ai, bedrock, cerebras, deepinfra, deepseek, fireworks_ai, ....
  - router_settings.routing_strategy: is a setting of LiteLLM's own
      Providers of one group of a failover share the requests; the gateway prefers those that answer well.
  - general_settings.master_key: is a setting of LiteLLM's own
      Clients have keys by a policy: policies.clients: { on: "gateway", apiKeys: { keys: { <holder>: {} } } }.`,
    ));

  const key = { api_key: "os.environ/KEY" };
  const upstream = (host: string, pathPrefix?: string) => ({
    upstream: { host, port: 443, ...(pathPrefix && { pathPrefix }) },
  });
  const cases: Record<string, [params: PlainObject, entry: PlainObject]> = {
    "OpenAI by the name of a model": [
      { model: "gpt-5.4", ...key },
      { provider: "openai", model: "gpt-5.4" },
    ],
    "Anthropic by the name of a model": [
      { model: "claude-x", ...key },
      { provider: "anthropic", model: "claude-x" },
    ],
    "a server of OpenAI's API elsewhere": [
      { model: "openai/m", api_base: "https://llm.example.com/api/v1/", ...key },
      { provider: "custom", ...upstream("llm.example.com", "/api/v1"), model: "m", auth: "apiKey" },
    ],
    "one without a path": [
      { model: "openai/m", api_base: "https://llm.example.com" },
      { provider: "custom", upstream: { host: "llm.example.com", port: 443, path: "/chat/completions" }, model: "m" },
    ],
    "one without TLS at a port of TLS": [
      { model: "openai/m", api_base: "http://llm.example.com:443/v1" },
      { provider: "custom", upstream: { host: "llm.example.com", port: 443, tls: false }, model: "m" },
    ],
    "Anthropic's API elsewhere": [
      { model: "anthropic/m", api_base: "https://llm.example.com", ...key },
      { provider: "anthropic", model: "m", ...upstream("llm.example.com", "/v1") },
    ],
    Gemini: [
      { model: "gemini/gemini-x", ...key },
      { provider: "gemini", model: "gemini-x" },
    ],
    "Vertex AI with the identity of the proxy": [
      { model: "vertex_ai/gemini-x", vertex_project: "p", vertex_location: "europe-west4" },
      { provider: "vertexai", projectId: "p", region: "europe-west4", model: "google/gemini-x", auth: "ambient" },
    ],
    "Vertex AI with credentials": [
      { model: "vertex_ai/claude-x", vertex_project: "p", vertex_location: "global", vertex_credentials: "{}" },
      { provider: "vertexai", projectId: "p", region: "global", model: "claude-x", auth: "credentials" },
    ],
    "Azure as a service principal": [
      {
        model: "azure/d",
        api_base: "https://r.openai.azure.com",
        ...{ tenant_id: "os.environ/T", client_id: "os.environ/C", client_secret: "os.environ/S" },
      },
      {
        provider: "azureopenai",
        endpoint: "r.openai.azure.com",
        deploymentName: "d",
        apiVersion: "v1",
        auth: "servicePrincipal",
      },
    ],
    "Azure AI Foundry": [
      { model: "azure_ai/d", api_base: "https://r.services.ai.azure.com", ...key },
      {
        provider: "azureopenai",
        endpoint: "r.services.ai.azure.com",
        deploymentName: "d",
        apiVersion: "v1",
        auth: "apiKey",
      },
    ],
    "Bedrock with keys": [
      {
        model: "bedrock/converse/eu.anthropic.claude-x",
        aws_region_name: "eu-central-1",
        aws_access_key_id: "os.environ/A",
        aws_secret_access_key: "os.environ/B",
      },
      { provider: "bedrock", region: "eu-central-1", model: "eu.anthropic.claude-x" },
    ],
    "Bedrock as a role": [
      {
        model: "bedrock/m",
        aws_region_name: "eu-central-1",
        aws_role_name: "arn:aws:iam::123456789012:role/gateway",
        aws_session_name: "gateway",
      },
      {
        ...{ provider: "bedrock", region: "eu-central-1", model: "m", auth: "assumeRole" },
        ...{ roleArn: "arn:aws:iam::123456789012:role/gateway", sessionName: "gateway" },
      },
    ],
    "vLLM in another namespace": [
      { model: "hosted_vllm/m", api_base: "http://vllm.models.svc.cluster.local:8000/v1" },
      { provider: "custom", service: { name: "vllm", namespace: "models", port: 8000 }, model: "m" },
    ],
    Mistral: [
      { model: "mistral/m", ...key },
      { provider: "custom", ...upstream("api.mistral.ai"), model: "m", auth: "apiKey" },
    ],
    Groq: [
      { model: "groq/m", ...key },
      { provider: "custom", ...upstream("api.groq.com", "/openai/v1"), model: "m", auth: "apiKey" },
    ],
    "defaults of requests": [
      { model: "openai/m", temperature: 0.2, ...key },
      { provider: "openai", model: "m", defaults: { temperature: 0.2 } },
    ],
  };
  for (const [what, [params, entry]] of Object.entries(cases)) {
    it(`knows ${what}`, () => {
      const { entries, left } = readLiteLlm({ model_list: [{ model_name: "one", litellm_params: params }] });
      assert.deepEqual(entries.llmProviders, { one: entry });
      assert.deepEqual(left, []);
      const text = report({ entries, left: [], sources: {} });
      assert.doesNotMatch(text, /Not expressed/);
    });
  }

  it("has those of one order share the requests", () => {
    const deployment = (region: string, order: number) => ({
      model_name: "one",
      litellm_params: { model: "bedrock/m", aws_region_name: region, order },
    });
    const { entries } = readLiteLlm({ model_list: [deployment("a-1", 2), deployment("b-1", 1), deployment("c-1", 1)] });
    assert.deepEqual((entries.llmProviders as PlainObject).one, {
      failover: [[{ use: "one-bedrock-2" }, { use: "one-bedrock-3" }], { use: "one-bedrock" }],
    });
  });

  const refused: Record<string, [config: PlainObject, what: string, reason: RegExp]> = {
    "an item that is no deployment": [{ model_list: ["x"] }, "model_list[0]", /is no deployment/],
    "a model without a vendor": [one({ model: "llama" }), "model_list[0]", /without a vendor/],
    "a model in a variable": [
      one({ model: "os.environ/M" }),
      "model_list[0].litellm_params.model",
      /is in the variable M/,
    ],
    "no model": [one({}), "model_list[0].litellm_params.model", /is missing/],
    "a value in a variable": [
      one({ model: "vertex_ai/m", vertex_project: "os.environ/P" }),
      "model_list[0].litellm_params.vertex_project",
      /is in the variable P/,
    ],
    "the machine of the proxy": [
      one({ model: "ollama/m", api_base: "http://localhost:11434" }),
      "model_list[0].litellm_params.api_base",
      /the machine of the proxy itself/,
    ],
    "an address with credentials": [
      one({ model: "openai/m", api_base: "https://me:plain-key@llm.example.com/v1" }),
      "model_list[0].litellm_params.api_base",
      /has credentials in it/,
    ],
    "a server without an address": [one({ model: "ollama/m" }), "model_list[0].litellm_params.api_base", /is missing/],
    "an endpoint that is not Azure's": [
      one({ model: "azure/d", api_base: "https://proxy.example.com" }),
      "llmProviders.one",
      /must end in \.openai\.azure\.com/,
    ],
    "a fallback to nobody": [
      { ...one({ model: "openai/m" }), litellm_settings: { fallbacks: [{ one: ["two"] }] } },
      "fallbacks of one: two",
      /is of no model_name/,
    ],
    "fallbacks that are none": [
      { ...one({ model: "openai/m" }), router_settings: { fallbacks: ["two"] } },
      "router_settings.fallbacks[0]",
      /is no mapping/,
    ],
    "a time that differs": [
      {
        model_list: [10, 20].map((timeout) => ({ model_name: "one", litellm_params: { model: "openai/m", timeout } })),
      },
      "model_list[0].litellm_params.timeout",
      /differs between deployments/,
    ],
  };
  for (const [title, [config, what, reason]] of Object.entries(refused)) {
    it(`does not express ${title}`, () => {
      const text = report(readLiteLlm(config));
      const [, line = ""] = /Not expressed:\n\n([\s\S]*)/.exec(text) ?? [];
      assert.ok(line.includes(`- ${what}: `), text);
      assert.match(line, reason);
      assert.doesNotMatch(text, /plain-key/);
    });
  }

  it("never prints a key, wherever it stands", () => {
    const text = imported(EXAMPLE);
    assert.ok(!text.includes("plain"));
    const settings = {
      litellm_settings: { cache_params: { password: "plain-1" } },
      environment_variables: { A: "plain-2" },
    };
    const all = report(
      readLiteLlm({ ...one({ model: "openai/m", api_key: "plain-3", extra_headers: { a: "plain-4" } }), ...settings }),
    );
    assert.ok(!all.includes("plain-"), all);
  });

  it("takes the first of two entries of a name, and says so", () => {
    const [first, second] = ["m", "n"].map((model) => one({ model: `openai/${model}` }));
    const { entries, left } = found({ litellm: [first as PlainObject, second as PlainObject], objects: [] });
    assert.ok(isDeepStrictEqual(entries.llmProviders, { one: { provider: "openai", model: "m" } }));
    assert.deepEqual(
      left.map(({ what }) => what),
      ["llmProviders.one"],
    );
  });
});

function one(litellm_params: PlainObject): PlainObject {
  return { model_list: [{ model_name: "one", litellm_params }] };
}
