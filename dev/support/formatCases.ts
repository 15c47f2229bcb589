import { FORMATS, type Format } from "../../components/llm/formats/spec";
import type { Family } from "../../components/llm/provider/formatTable";
import { ANTHROPIC_ROUTES, CHAT_ROUTES, CLOUD_ROUTES, EMBEDDING_ROUTES, OPENAI_ROUTES, TEXT_ROUTES } from "./llmRoutes";

type Reasons = Partial<Record<Format, string>>;

const Responses = "the gateway can't translate Responses into Messages";
const Embeddings = "Anthropic has no embeddings";
const Realtime = "the gateway serves Realtime of OpenAI alone";
const Rerank = "the provider has no rerank API";

const vertexai = { provider: "vertexai", projectId: "p" };
const azure = { provider: "azure", resourceName: "r" };
const foundry = { ...azure, resourceType: "Foundry", projectName: "p" };
const azureopenai = { provider: "azureopenai", endpoint: "r.openai.azure.com", deploymentName: "gpt-5.4-mini" };
const onFoundry = { ...azureopenai, endpoint: "r.services.ai.azure.com", apiVersion: "v1" };
const bedrock = { provider: "bedrock" };
const custom = { provider: "custom", service: { name: "vllm", port: 8000 } };
const host = "models.example.com";

const dated = (version: string) => `Azure's API of apiVersion ${version} has no Responses; v1 has`;
const alone = (format: string) => `upstream.path is the path of ${format} alone; pathPrefix serves all formats`;
const unlisted = (...formats: Format[]): Reasons =>
  Object.fromEntries(formats.map((format) => [format, `formats does not list ${format}`]));

/** What an entry is, the routes that it has by default, and why it can't have others. The rest it has on request. */
export const FORMAT_CASES: [title: string, input: object, routes: Record<string, string>, refused: Reasons][] = [
  ["openai", { provider: "openai" }, OPENAI_ROUTES, {}],
  ["anthropic", { provider: "anthropic" }, ANTHROPIC_ROUTES, { Responses, Embeddings, Realtime, Rerank }],
  ["gemini", { provider: "gemini" }, EMBEDDING_ROUTES, { Realtime, Rerank }],
  ["Gemini at Vertex AI", { ...vertexai, model: "google/gemini-3.8-flash" }, CLOUD_ROUTES, { Realtime }],
  [
    "Claude at Vertex AI",
    { ...vertexai, model: "claude-sonnet-5-5" },
    CHAT_ROUTES,
    { Responses, Embeddings, Realtime, Rerank },
  ],
  ["any model at Vertex AI", vertexai, CLOUD_ROUTES, { Realtime }],
  ["Azure OpenAI", { ...azure, apiVersion: "v1" }, EMBEDDING_ROUTES, { Realtime, Rerank }],
  ["Azure OpenAI without a version", azure, EMBEDDING_ROUTES, { Realtime, Rerank }],
  [
    "Azure OpenAI by an old version",
    { ...azure, apiVersion: "2024-10-21" },
    {
      "/chat/completions": "Completions",
      "/messages": "Messages",
      "/messages/count_tokens": "AnthropicTokenCount",
      "/embeddings": "Embeddings",
    },
    { Responses: dated("2024-10-21"), Realtime, Rerank },
  ],
  [
    "Azure OpenAI by the first version with Responses",
    { ...azure, apiVersion: "2025-03-01-preview" },
    EMBEDDING_ROUTES,
    { Realtime, Rerank },
  ],
  ["GPT at Foundry", { ...foundry, model: "gpt-5.4-mini" }, EMBEDDING_ROUTES, { Realtime, Rerank }],
  [
    "Claude at Foundry",
    { ...foundry, model: "claude-sonnet-5-5" },
    CHAT_ROUTES,
    { Responses, Embeddings, Realtime, Rerank },
  ],
  ["any model at Foundry", foundry, EMBEDDING_ROUTES, { Realtime, Rerank }],
  [
    "azureopenai by an old version",
    { ...azureopenai, apiVersion: "2025-02-01-preview" },
    {
      "/chat/completions": "Completions",
      "/messages": "Messages",
      "/messages/count_tokens": "AnthropicTokenCount",
      "/embeddings": "Embeddings",
    },
    { Responses: dated("2025-02-01-preview"), Realtime, Rerank },
  ],
  ["azureopenai", { ...azureopenai, apiVersion: "v1" }, EMBEDDING_ROUTES, { Realtime, Rerank }],
  [
    "azureopenai with Claude at Foundry",
    { ...onFoundry, deploymentName: "claude-sonnet-5-5" },
    CHAT_ROUTES,
    { Responses, Embeddings, Realtime, Rerank },
  ],
  ["Nova at Bedrock", { ...bedrock, model: "amazon.nova-pro-v1:0" }, CLOUD_ROUTES, { Realtime }],
  [
    "Claude at Bedrock",
    { ...bedrock, model: "us.anthropic.claude-sonnet-5-5" },
    TEXT_ROUTES,
    { Embeddings, Realtime, Rerank },
  ],
  ["any model at Bedrock", bedrock, CLOUD_ROUTES, { Realtime }],
  ["a server of chat completions", custom, TEXT_ROUTES, unlisted("Embeddings", "Realtime", "Rerank")],
  [
    "a server of messages",
    { ...custom, formats: ["Messages"] },
    CHAT_ROUTES,
    unlisted("Responses", "Embeddings", "Realtime", "Rerank"),
  ],
  [
    "a server of responses",
    { ...custom, formats: ["Responses"] },
    { "/responses": "Responses", "/messages/count_tokens": "AnthropicTokenCount" },
    unlisted("Completions", "Messages", "Embeddings", "Realtime", "Rerank"),
  ],
  [
    "a server of chat completions and embeddings",
    { ...custom, formats: ["Completions", "Embeddings"] },
    EMBEDDING_ROUTES,
    unlisted("Realtime", "Rerank"),
  ],
  [
    "a server of rerank",
    { ...custom, formats: ["Rerank"] },
    { "/messages/count_tokens": "AnthropicTokenCount", "/rerank": "Rerank" },
    unlisted("Completions", "Responses", "Messages", "Embeddings", "Realtime"),
  ],
  ["a server of everything", { ...custom, formats: [...FORMATS] }, { ...CLOUD_ROUTES, "/realtime": "Realtime" }, {}],
  [
    "OpenAI's API at one path",
    { provider: "openai", upstream: { host, path: "/v1/chat/completions" } },
    CHAT_ROUTES,
    {
      Responses: alone("Completions"),
      Embeddings: alone("Completions"),
      Realtime: alone("Completions"),
      Rerank: alone("Completions"),
    },
  ],
  [
    "OpenAI's API below a prefix",
    { provider: "openai", upstream: { host, pathPrefix: "/openai/v1" } },
    OPENAI_ROUTES,
    {},
  ],
  [
    "Anthropic's API at one path",
    { provider: "anthropic", upstream: { host, path: "/v1/messages" } },
    { "/chat/completions": "Completions", "/messages": "Messages" },
    { AnthropicTokenCount: alone("Messages"), Responses, Embeddings, Realtime, Rerank },
  ],
  [
    "a server at one path, which is that of its first format",
    { provider: "custom", formats: ["Completions", "Embeddings"], upstream: { host, path: "/v1/chat/completions" } },
    TEXT_ROUTES,
    { Embeddings: alone("Completions"), ...unlisted("Realtime", "Rerank") },
  ],
];

/** Which of those cases are about one family of models, and so are a row of the table. */
export const FAMILIES: Record<string, Partial<Record<Family, string>>> = {
  openai: { other: "openai", claude: "openai" },
  anthropic: { other: "anthropic", claude: "anthropic" },
  gemini: { other: "gemini", claude: "gemini" },
  vertexai: { other: "Gemini at Vertex AI", claude: "Claude at Vertex AI" },
  azure: { other: "GPT at Foundry", claude: "Claude at Foundry" },
  azureopenai: { other: "azureopenai", claude: "azureopenai with Claude at Foundry" },
  bedrock: { other: "Nova at Bedrock", claude: "Claude at Bedrock" },
};
