import type { PlainObject } from "../../core/merge";

const elsewhere = { name: "ollama", port: 11434, namespace: "models" };
const service = { name: "vllm", port: 8000 };

/** LLM providers of every form there is, with every field set in one of them. */
export const EVERY_LLM_FORM: PlainObject = {
  openai: { provider: "openai", model: "gpt-5.4" },
  "openai-client": { provider: "openai", auth: "passthrough" },
  "openai-routes": {
    provider: "openai",
    routes: {
      "/v1/chat/completions": "Completions",
      "/v1/messages": "Messages",
      "/v1/messages/count_tokens": "AnthropicTokenCount",
      "/v1/responses": "Responses",
      "/v1/embeddings": "Embeddings",
      "/v1/realtime": "Realtime",
      "/v1/rerank": "Rerank",
      "/detect": "Detect",
      "*": "Passthrough",
    },
  },
  gemini: {
    provider: "gemini",
    model: "gemini-3.8-flash",
    existingSecret: "gemini-key",
    promptGuard: { response: [{ regex: { patterns: ["a+"], action: "Reject" } }], streaming: "Enabled" },
  },
  "vertexai-key": { provider: "vertexai", projectId: "my-project" },
  "vertexai-ambient": { provider: "vertexai", projectId: "my-project", auth: "ambient" },
  "vertexai-credentials": { provider: "vertexai", projectId: "my-project", region: "us", auth: "credentials" },
  "vertexai-client": { provider: "vertexai", projectId: "my-project", model: "claude-sonnet-5-5", auth: "passthrough" },
  "azure-key": { provider: "azure", resourceName: "r", model: "gpt-5.4", apiVersion: "v1" },
  "azure-ambient": { provider: "azure", resourceName: "r", auth: "ambient" },
  foundry: {
    provider: "azure",
    resourceName: "r",
    resourceType: "Foundry",
    projectName: "p",
    auth: "servicePrincipal",
  },
  "foundry-key": { provider: "azure", resourceName: "r", resourceType: "Foundry", projectName: "p" },
  "azure-client": { provider: "azure", resourceName: "r", auth: "passthrough" },
  azureopenai: {
    provider: "azureopenai",
    endpoint: "r.openai.azure.com",
    deploymentName: "d",
    apiVersion: "2024-10-21",
    auth: "ambient",
  },
  "azureopenai-foundry": {
    provider: "azureopenai",
    endpoint: "r.services.ai.azure.com",
    deploymentName: "claude-sonnet-5-5",
    apiVersion: "v1",
  },
  "custom-elsewhere": { provider: "custom", service: elsewhere },
  bedrock: { provider: "bedrock", promptCaching: {} },
  "bedrock-ambient": { provider: "bedrock", auth: "ambient" },
  "bedrock-role": {
    provider: "bedrock",
    region: "eu-central-1",
    auth: "assumeRole",
    roleArn: "arn:aws:iam::123456789012:role/gateway",
    sessionName: "gateway",
  },
  groq: {
    provider: "openai",
    model: "llama-3.3-70b-versatile",
    upstream: { host: "api.groq.com", path: "/openai/v1/chat/completions" },
  },
  ollama: { provider: "openai", auth: "none", upstream: { host: "ollama", port: 11434, pathPrefix: "/v1" } },
  vllm: {
    provider: "custom",
    service,
    model: "m",
    formats: ["Completions", "Messages", "Responses", "Embeddings", "Realtime", "Rerank"],
  },
  "vllm-client": { provider: "custom", service, auth: "passthrough" },
  "vllm-outside": { provider: "custom", auth: "apiKey", upstream: { host: "models.example.com" } },
  anthropic: {
    provider: "anthropic",
    modelAliases: { fast: "claude-haiku-5-5" },
    defaults: { temperature: 0.2, stop: [], metadata: { team: "a" } },
    overrides: { stream: false },
    promptEnrichment: {
      prepend: [{ role: "system", content: "Be brief." }],
      append: [{ role: "user", content: "Thanks." }],
    },
    routes: {
      "/v1/chat/completions": "Completions",
      "/v1/messages/count_tokens": "AnthropicTokenCount",
      "*": "Passthrough",
    },
    promptGuard: {
      request: [
        { regex: { builtins: ["CreditCard", "Email", "PhoneNumber", "Ssn", "CaSin"], patterns: ["a+"] } },
        { regex: { patterns: ["b"], action: "Reject" }, response: { statusCode: 422, message: "no" } },
        { webhook: { service: { name: "judge", port: 80 }, failureMode: "FailClosed" } },
        { openAIModeration: { model: "omni-moderation-latest" } },
      ],
      response: [{ regex: { builtins: ["Ssn"] }, response: {} }, { webhook: { service: { name: "judge", port: 80 } } }],
      streaming: "Unguarded",
      unguarded: ["Embeddings", "AnthropicTokenCount", "Realtime", "Rerank", "Detect", "Passthrough"],
      unguardedEntries: ["anthropic-open"],
    },
  },
  "anthropic-open": { provider: "anthropic" },
  support: {
    failover: [
      [{ use: "openai" }, { use: "openai", model: "gpt-5.4-mini" }, { use: "bedrock-role" }],
      { use: "anthropic", model: "claude-haiku-5-5" },
      [{ use: "groq" }, { use: "vllm" }, { use: "ollama" }, { use: "foundry" }, { use: "vertexai-ambient" }],
    ],
    eviction: { duration: "1m", consecutiveFailures: 3, restoreHealth: 50 },
    retry: {
      attempts: 2,
      backoff: "100ms",
      codes: [429, 503],
      condition: "response.code == 418",
      precondition: 'request.method == "POST"',
    },
    modelAliases: { fast: "gpt-5.4-mini" },
  },
  "retried-by-default": { failover: [{ use: "bedrock" }, { use: "bedrock-ambient" }] },
  "never-retried": {
    failover: [{ use: "gemini" }, { use: "vllm" }],
    retry: false,
    promptGuard: {
      request: [{ openAIModeration: { existingSecret: "gemini-key" } }],
      unguardedEntries: ["gemini", "support", "vllm", "vllm-client"],
    },
  },
};
