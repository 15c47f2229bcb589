import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { AgentGateway, GatewayPolicy, LlmProvider, McpServer } from "agentgateway-infra";

const config = new pulumi.Config();

// The cluster has the agentgateway controller and its CRDs already.
const cluster = new k8s.Provider("cluster", { context: config.get("context") });
const opts = { provider: cluster };
const namespace = new k8s.core.v1.Namespace("ai", { metadata: { name: "ai" } }, opts);

const gateway = new AgentGateway(
  "gateway",
  {
    namespace: namespace.metadata.name,
    listeners: { http: { port: 80, protocol: "HTTP" } },
    // Behind a load balancer or an ingress of your own. Leave it out and your cloud gives the gateway an address.
    service: { type: "ClusterIP" },
  },
  opts,
);

// A model server of your own, with a key that another resource makes.
const key = new random.RandomPassword("vllm-key", { length: 40, special: false });
const vllm = new LlmProvider(
  "vllm",
  {
    gateway,
    provider: "openai",
    model: "qwen3-coder",
    upstream: { host: "vllm.example.com", pathPrefix: "/v1" },
    apiKey: key.result,
  },
  opts,
);

// A vendor, with a key from the configuration.
const openai = new LlmProvider(
  "openai",
  { gateway, provider: "openai", model: "gpt-5.4-mini", apiKey: config.requireSecret("openaiKey") },
  opts,
);

const docs = new McpServer("docs", { gateway, path: "/mcp/docs", host: "mcp.example.com" }, opts);

const limit = new GatewayPolicy(
  "limit",
  { gateway, on: openai, rateLimit: { local: { requests: 100, unit: "Minutes" } } },
  opts,
);

export const gatewayName = gateway.gatewayName;
export const paths = { vllm: vllm.path, openai: openai.path, docs: docs.path };
export const policySecrets = limit.secretNames;
