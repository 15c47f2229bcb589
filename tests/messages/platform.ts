import { SecretValue } from "../../core/secret";
import type { PlainObject } from "../../core/merge";

/** A sound environment: what is wrong in an example is what the example says. */
export const sound: PlainObject = {
  namespace: "agentgateway-test",
  repository: { url: "https://git.example.com/platform.git" },
  cluster: { kubeconfig: new SecretValue("apiVersion: v1") },
  gateway: { listeners: { http: { port: 80 } }, insecure: ["unauthenticated", "plainHttp"] },
  llmProviders: { openai: { provider: "openai", apiKey: new SecretValue("a-key") } },
  mcpServers: { fetcher: { image: "example.com/fetcher:1" } },
  agents: { planner: { image: "example.com/planner:1" } },
};
