import {
  backend,
  FILE,
  manifest,
  testCases,
  documents,
  oneServed,
  type Right,
  type Wrong,
} from "../../../dev/support/checks";

const wrong: Wrong[] = [
  [
    "one path for two entries",
    { agents: { a: { image: "i", path: "/openai" } } },
    undefined,
    [
      "agents.a | makes the same object (HTTPRoute openai) as llmProviders.openai | Rename one.",
      `agents.a | has the same path /openai as llmProviders.openai | ${oneServed}`,
    ],
  ],
  [
    "two MCP paths with one name",
    { mcpServers: { x: { image: "i", path: "/a-b" }, y: { image: "i", path: "/a/b" } } },
    undefined,
    [
      "mcpServers | makes the same object (AgentgatewayBackend a-b-backend) twice | Rename one.",
      "mcpServers | makes the same object (HTTPRoute a-b) twice | Rename one.",
    ],
  ],
  [
    "a file with an object that the configuration makes",
    {},
    backend({ mcp: { targets: [] } }, "openai"),
    [`${FILE} | makes the same object (AgentgatewayBackend openai) as llmProviders.openai | Rename one.`],
  ],
  [
    "a workload named like the gateway",
    { agents: { "agentgateway-proxy": { image: "i", path: "/a" } } },
    undefined,
    [
      "agents.agentgateway-proxy | makes the same object (Deployment agentgateway-proxy) as the controller does for the Gateway agentgateway-proxy | Rename one.",
      "agents.agentgateway-proxy | makes the same object (Service agentgateway-proxy) as the controller does for the Gateway agentgateway-proxy | Rename one.",
    ],
  ],
  [
    "a provider's Secret named like the gateway's own",
    { llmProviders: { openai: { secretName: "agentgateway-proxy-session-key" } } },
    undefined,
    [
      "llmProviders.openai | makes the same object (Secret agentgateway-proxy-session-key) as the controller does for the Gateway agentgateway-proxy | Rename one.",
    ],
  ],
  [
    "a file with an object that the controller makes",
    {},
    manifest("v1", "ConfigMap", {}, "agentgateway-proxy-xds-ca"),
    [
      `${FILE} | makes the same object (ConfigMap agentgateway-proxy-xds-ca) as the controller does for the Gateway agentgateway-proxy | Rename one.`,
    ],
  ],
  [
    "a workload named like the controller, beside it",
    { namespace: "agentgateway-system", agents: { agentgateway: { image: "i" } } },
    undefined,
    [
      "agents.agentgateway | makes the same object (Deployment agentgateway) as the chart of the controller | Rename one.",
      "agents.agentgateway | makes the same object (Service agentgateway) as the chart of the controller | Rename one.",
    ],
  ],
  [
    "a Gateway named like the controller, beside it",
    { namespace: "agentgateway-system", gateway: { name: "agentgateway" } },
    undefined,
    [
      "gateway | makes a proxy of the name agentgateway, which is the controller's own in this namespace | Rename the Gateway.",
    ],
  ],
  [
    "what is said to exist and is made here",
    { existingSecrets: ["openai-secret"], existingServices: { tools: [80], "agentgateway-proxy": [80] } },
    undefined,
    [
      'existingSecrets | "openai-secret" is said to exist, but is made by llmProviders.openai.apiKey | Remove it from the list.',
      'existingServices.tools | "tools" is said to exist, but is made by mcpServers.tools | Remove it from the list.',
      'existingServices.agentgateway-proxy | "agentgateway-proxy" is said to exist, but is made by gateway | Remove it from the list.',
    ],
  ],
  [
    "what the controller makes to scale the proxy",
    {},
    documents(
      manifest("autoscaling/v2", "HorizontalPodAutoscaler", {}, "agentgateway-proxy"),
      manifest("policy/v1", "PodDisruptionBudget", {}, "agentgateway-proxy"),
    ),
    ["HorizontalPodAutoscaler", "PodDisruptionBudget"].map(
      (kind) =>
        `${FILE} | makes the same object (${kind} agentgateway-proxy) as the controller does for the Gateway agentgateway-proxy | Rename one.`,
    ),
  ],
];

const right: Right[] = [
  ["a Gateway named like the controller, elsewhere", { gateway: { name: "agentgateway" } }, "# nothing"],
];

describe("checks of objects: one owner of each object", () => {
  testCases(wrong, right);
});
