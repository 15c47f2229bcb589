import { definePlatform } from "./config/schema";

/** The catalogue: what every environment runs. `Pulumi.<stack>.yaml` says what differs in one of them. */
export const platform = definePlatform({
  repository: { url: "https://github.com/acme/agentgateway-infra.git" },

  gateway: { listeners: { http: { port: 80 } } },

  // Each provider is served under /<name>; its credentials are the stack's encrypted configuration.
  llmProviders: {
    openai: { provider: "openai", model: "gpt-5.4-mini" },
    google: { provider: "gemini", model: "gemini-3.8-flash" },
    "vertex-ai": {
      provider: "vertexai",
      projectId: "my-project",
      model: "google/gemini-3.8-flash",
    },
    "azure-openai": {
      provider: "azureopenai",
      endpoint: "my-resource.openai.azure.com",
      deploymentName: "gpt-5.4-mini",
      apiVersion: "v1",
    },
    anthropic: { provider: "anthropic", model: "claude-sonnet-5-5" },
    bedrock: { provider: "bedrock", region: "us-east-1", model: "us.anthropic.claude-sonnet-5-5" },
  },

  mcpServers: {
    "mcp-website-fetcher": { image: "ghcr.io/peterj/mcp-website-fetcher:main", port: 8000, protocol: "SSE" },
  },

  agents: {
    "a2a-agent": { image: "gcr.io/solo-public/docs/test-a2a-agent:latest", port: 9090, path: "/a2a" },
  },
});
