import { definePlatform } from "./config/schema";

/** The catalogue: what every environment runs. `Pulumi.<stack>.yaml` says what differs in one of them. */
export const platform = definePlatform({
  repository: { url: "https://github.com/acme/agentgateway-infra.git" },

  gateway: { listeners: { http: { port: 80 } } },

  // Each provider is served under /<name>; its credentials are the stack's encrypted configuration.
  llmProviders: {
    openai: { provider: "openai", model: "gpt-3.5-turbo" },
    google: { provider: "gemini", model: "gemini-2.5-flash" },
    "vertex-ai": {
      provider: "vertexai",
      projectId: "my-project",
      region: "us-central1",
      model: "google/gemini-2.5-flash",
    },
    "azure-openai": {
      provider: "azureopenai",
      endpoint: "my-resource.openai.azure.com",
      deploymentName: "gpt-4o-mini",
      apiVersion: "2024-10-21",
    },
    anthropic: { provider: "anthropic", model: "claude-sonnet-4-5" },
    bedrock: { provider: "bedrock", region: "us-east-1", model: "anthropic.claude-sonnet-4-5-20250929-v1:0" },
  },

  mcpServers: {
    "mcp-website-fetcher": { image: "ghcr.io/peterj/mcp-website-fetcher:main", port: 8000, protocol: "SSE" },
  },

  agents: {
    "a2a-agent": { image: "gcr.io/solo-public/docs/test-a2a-agent:latest", port: 9090, path: "/a2a" },
  },
});
