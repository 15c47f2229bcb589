import assert from "node:assert/strict";
import type { PlainObject } from "../../../core/merge";
import {
  backend,
  errorsOf,
  FILE,
  manifest,
  mcpHost,
  policy,
  testCases,
  inBackend,
  documents,
  targets,
  type Right,
  type Wrong,
} from "../../../dev/support/checks";

const differs = "names a namespace, which differs from environment to environment";
const useReference = (name: string) => `Refer to the Service by a backendRef instead: { name: ${name} }, and its port.`;
const noTls = "has port 443 and no TLS: only a vendor's own host has it by itself | Say tls: {} under policies.";

const wrong: Wrong[] = [
  [
    "a fully qualified host",
    {},
    mcpHost("tools.agentgateway-dev.svc.cluster.local"),
    [
      `${inBackend}, spec.mcp.targets[0].static.host | "tools.agentgateway-dev.svc.cluster.local" ${differs} | ${useReference("tools")}`,
    ],
  ],
  [
    "a host ending in .svc",
    {},
    backend({ static: { host: "other.agentgateway-test.svc", port: 80 } }),
    [
      `${inBackend}, spec.static.host | "other.agentgateway-test.svc" ${differs} | Write other: \`npm run render\` does so.`,
    ],
  ],
  [
    "a host with the namespace of the environment",
    {},
    backend({ a2a: { host: "other.agentgateway-test", port: 80 } }),
    [`${inBackend}, spec.a2a.host | "other.agentgateway-test" ${differs} | Write its name alone: other`],
  ],
  [
    "a host with a namespace",
    {},
    mcpHost("tools.shared"),
    [`${inBackend}, spec.mcp.targets[0].static.host | "tools.shared" ${differs} | ${useReference("tools")}`],
  ],
  [
    "a host that is a Service",
    {},
    mcpHost("tools"),
    [
      `${inBackend}, spec.mcp.targets[0].static.host | "tools" is a Service of the environment, of which DNS knows no port | ${useReference("tools")}`,
    ],
  ],
  [
    "a host with a scheme",
    {},
    mcpHost("https://mcp.example.com"),
    [
      `${inBackend}, spec.mcp.targets[0].static.host | "https://mcp.example.com" has a scheme | Leave the scheme and the path out: a host is a name alone.`,
    ],
  ],
  [
    "a host with a port",
    {},
    mcpHost("mcp.example.com:443"),
    [
      `${inBackend}, spec.mcp.targets[0].static.host | "mcp.example.com:443" is no host name | The port and the path have fields of their own.`,
    ],
  ],
  [
    "a provider's host without TLS, alone and in a group",
    {},
    documents(
      backend({ ai: { provider: { host: "api.example.com", port: 443, openai: {} } } }),
      backend(
        {
          ai: {
            groups: [
              {
                providers: [
                  { name: "a", host: "api.example.com", port: 443, pathPrefix: "/v1", anthropic: {} },
                  { name: "b", host: "llm", port: 8000, custom: {} },
                  { name: "c", host: "llm", port: 443, custom: {}, policies: { tls: {} } },
                ],
              },
            ],
          },
        },
        "other",
      ),
    ),
    [
      `${inBackend}, spec.ai.provider | ${noTls}`,
      `${FILE}, AgentgatewayBackend other, spec.ai.groups[0].providers[0] | ${noTls}`,
    ],
  ],
];

const right: Right[] = [
  [
    "a provider's host with TLS by a policy",
    {},
    documents(
      backend({ ai: { provider: { host: "api.example.com", port: 443, path: "/v1/chat/completions", openai: {} } } }),
      policy({ ...targets("AgentgatewayBackend", "mine"), backend: { tls: {} } }),
    ),
  ],
  ["a public host", {}, mcpHost("mcp.example.com")],
  ["a domain", {}, mcpHost("example.com")],
  ["a domain called like a Service", {}, mcpHost("tools.com")],
  ["an address", {}, documents(mcpHost("10.0.0.1"), backend({ static: { host: "fd00::1", port: 80 } }, "other"))],
  [
    "the host of a Service of another namespace",
    {},
    documents(
      backend({ static: { host: "other.ns.svc", port: 80 } }),
      mcpHost("kagent-tools.kagent.svc.cluster.local").replace('"mine"', '"other"'),
      mcpHost("other.team-a").replace('"mine"', '"third"'),
    ),
  ],
  ["a relative name of what is made elsewhere", {}, mcpHost("legacy")],
  [
    "a relative name where only a host can stand",
    {},
    documents(
      backend({ a2a: { host: "tools", port: 80 } }),
      backend({ ai: { provider: { host: "tools", port: 80, path: "/v1", openai: {} } } }, "other"),
    ),
  ],
  ["a relative name where policies need it", {}, mcpHost("tools", { policies: {} })],
  ["a host of another kind", {}, manifest("v1", "ConfigMap", { data: { host: "x.y.svc" } })],
];

/** Services that entries name with their namespace: it is meant, also where the environment has a Service of that name. */
const named: PlainObject = {
  existingServices: { ollama: [11434] },
  llmProviders: {
    ollama: { provider: "custom", service: { name: "ollama", port: 11434, namespace: "models" } },
  },
  mcpServers: { kagent: { service: { name: "tools", port: 8084, namespace: "kagent" } } },
  agents: { k8s: { service: { name: "kagent-controller", port: 8083, namespace: "kagent" } } },
};

describe("checks of objects: hosts that hold in every environment", () => {
  testCases(wrong, right);

  it("accept Services of other namespaces that entries name so, and none of the environment's own", () => {
    assert.deepEqual(errorsOf(named), []);
    const own = {
      llmProviders: {
        vllm: { provider: "custom", service: { name: "vllm", port: 1, namespace: "agentgateway-test" } },
      },
    };
    assert.deepEqual(errorsOf(own), [
      `llmProviders.vllm, AgentgatewayBackend vllm, spec.ai.provider.host | "vllm.agentgateway-test.svc.cluster.local" ${differs} | Write its name alone: vllm`,
    ]);
  });
});
