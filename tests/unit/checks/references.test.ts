import {
  backend,
  backendRef,
  FILE,
  manifest,
  mcp,
  policy,
  route,
  service,
  testCases,
  inRoute,
  inBackend,
  inPolicy,
  documents,
  targets,
  type Right,
  type Wrong,
} from "../../../dev/support/checks";

const tcpListeners = (gateway: string) =>
  manifest("gateway.networking.k8s.io/v1", "ListenerSet", {
    spec: { parentRef: { name: gateway }, listeners: [{ name: "tcp", port: 9000, protocol: "TCP" }] },
  });
const secret = (key?: string) => ({ name: "openai-secret", key });

const wrong: Wrong[] = [
  [
    "a route of no Gateway",
    {},
    route({ parent: { name: "agentgateway-prxy" } }),
    [
      `${inRoute}, spec.parentRefs[0].name | "agentgateway-prxy" is no Gateway of the environment | Did you mean "agentgateway-proxy"?`,
    ],
  ],
  [
    "a route of no listener",
    {},
    route({ parent: { sectionName: "https" } }),
    [
      `${inRoute}, spec.parentRefs[0].sectionName | "https" is no listener of the Gateway agentgateway-proxy | Did you mean "http"?`,
    ],
  ],
  [
    "a route that none of its listeners takes, for it speaks another protocol",
    {},
    documents(
      manifest("gateway.networking.k8s.io/v1", "TCPRoute", {
        spec: { parentRefs: [{ name: "agentgateway-proxy" }], rules: [{ backendRefs: [service("tools")] }] },
      }),
      manifest("gateway.networking.k8s.io/v1", "TLSRoute", {
        spec: {
          parentRefs: [{ name: "agentgateway-proxy" }],
          hostnames: ["a.example.com"],
          rules: [{ backendRefs: [service("gone")] }],
        },
      }),
    ),
    [
      `${FILE}, TLSRoute mine, spec.rules[0].backendRefs[0].name | "gone" is no Service of the environment | There are: agentgateway-proxy, tools. A Service that is made elsewhere stands in existingServices, with its ports.`,
      `${FILE}, TCPRoute mine, spec.parentRefs[0] | leads to no listener that takes a TCPRoute: "agentgateway-proxy" has http (HTTP) | It needs one of the protocol TCP or TLS: add it by a ListenerSet.`,
      `${FILE}, TLSRoute mine, spec.parentRefs[0] | leads to no listener that takes a TLSRoute: "agentgateway-proxy" has http (HTTP) | It needs one of the protocol TLS: add it by a ListenerSet.`,
    ],
  ],
  [
    "a ListenerSet that its Gateway does not admit, and a policy of none",
    {},
    documents(
      tcpListeners("agentgateway-proxy"),
      policy({
        ...targets("ListenerSet", "other"),
        traffic: { authorization: { policy: { matchExpressions: ["true"] } } },
      }),
    ),
    [
      `${inPolicy}, spec.targetRefs[0].name | "other" is no ListenerSet of the environment | There are: mine.`,
      `${FILE}, ListenerSet mine, spec.parentRef | names a Gateway that admits no ListenerSet (agentgateway-proxy) | Add to platform.ts, or to Pulumi.<stack>.yaml: patches: { "Gateway/agentgateway-proxy": { spec: { allowedListeners: { namespaces: { from: "Same" } } } } }.`,
    ],
  ],
  [
    "a route to an ExternalName Service",
    {},
    documents(
      manifest("v1", "Service", { spec: { type: "ExternalName", externalName: "api.example.com" } }),
      route({ rule: { backendRefs: [service("mine")] } }),
    ),
    [
      `${inRoute}, spec.rules[0].backendRefs[0].name | "mine" is an ExternalName Service, and no route or backend leads to one | Write an AgentgatewayBackend instead: spec: { static: { host: api.example.com, port: … } }.`,
    ],
  ],
  [
    "a kind of route that the controller ignores",
    {},
    manifest("gateway.networking.k8s.io/v1", "UDPRoute", { spec: { rules: [{ backendRefs: [service("tools")] }] } }),
    [`${FILE}, UDPRoute mine | is of a kind that the controller of this version ignores | Remove it.`],
  ],
  [
    "a route to nothing",
    {},
    route({ rule: { backendRefs: [backendRef("nowhere"), service("gone"), service("tools", 8080)] } }),
    [
      `${inRoute}, spec.rules[0].backendRefs[0].name | "nowhere" is no AgentgatewayBackend of the environment | There are: mcp-backend, openai.`,
      `${inRoute}, spec.rules[0].backendRefs[1].name | "gone" is no Service of the environment | There are: agentgateway-proxy, tools. A Service that is made elsewhere stands in existingServices, with its ports.`,
      `${inRoute}, spec.rules[0].backendRefs[2].port | 8080 is no port of the Service tools | It has: 80.`,
    ],
  ],
  [
    "a port that an existing Service does not have",
    { existingServices: { legacy: [8080, 8081] } },
    route({ rule: { backendRefs: [service("legacy")] } }),
    [`${inRoute}, spec.rules[0].backendRefs[0].port | 80 is no port of the Service legacy | It has: 8080, 8081.`],
  ],
  [
    "MCP targets that are not there",
    {},
    backend(
      mcp(
        { name: "a", static: { backendRef: { name: "tool" }, port: 80 } },
        { name: "b", static: { backendRef: { name: "tools" }, port: 81 } },
      ),
    ),
    [
      `${inBackend}, spec.mcp.targets[0].static.backendRef.name | "tool" is no Service of the environment | Did you mean "tools"? A Service that is made elsewhere stands in existingServices, with its ports.`,
      `${inBackend}, spec.mcp.targets[1].static.port | 81 is no port of the Service tools | It has: 80.`,
    ],
  ],
  [
    "a model server that is not there",
    {},
    backend({
      ai: { provider: { custom: { formats: [{ type: "Completions" }], backendRef: { name: "vllm", port: 8000 } } } },
    }),
    [
      `${inBackend}, spec.ai.provider.custom.backendRef.name | "vllm" is no Service of the environment | There are: agentgateway-proxy, tools. A Service that is made elsewhere stands in existingServices, with its ports.`,
    ],
  ],
  [
    "a Gateway with parameters that are not there",
    {},
    manifest(
      "gateway.networking.k8s.io/v1",
      "Gateway",
      {
        spec: {
          infrastructure: {
            parametersRef: { group: "agentgateway.dev", kind: "AgentgatewayParameters", name: "defaults" },
          },
        },
      },
      "second",
    ),
    [
      `${FILE}, Gateway second, spec.infrastructure.parametersRef.name | "defaults" is no AgentgatewayParameters of the environment | There are: default-parameters.`,
    ],
  ],
  [
    "a policy for nothing",
    {},
    policy(targets("HTTPRoute", "opnai")),
    [`${inPolicy}, spec.targetRefs[0].name | "opnai" is no HTTPRoute of the environment | Did you mean "openai"?`],
  ],
  [
    "a policy for a rule that is not there",
    {},
    policy(targets("HTTPRoute", "openai", { sectionName: "first" })),
    [`${inPolicy}, spec.targetRefs[0].sectionName | "first" is no rule of the HTTPRoute openai | There are: none.`],
  ],
  [
    "a Secret that nothing makes",
    {},
    documents(
      backend({ ai: { provider: { openai: {} } }, policies: { auth: { secretRef: { name: "opena-secret" } } } }),
      manifest("agentgateway.dev/v1alpha1", "AgentgatewayParameters", {
        spec: { env: [{ name: "K", valueFrom: { secretKeyRef: { name: "keys", key: "k" } } }] },
      }),
    ),
    [
      `${inBackend}, spec.policies.auth.secretRef.name | "opena-secret" is no Secret that the stack makes | Name one of a provider. A Secret that is made elsewhere stands in existingSecrets.`,
      `${FILE}, AgentgatewayParameters mine, spec.env[0].valueFrom.secretKeyRef.name | "keys" is no Secret that the stack makes | Name one of a provider. A Secret that is made elsewhere stands in existingSecrets.`,
    ],
  ],
  [
    "a key that a Secret of the stack does not have",
    {},
    documents(
      backend({ ai: { provider: { openai: {} } }, policies: { auth: { secretRef: secret("Authorizaton") } } }),
      policy({ traffic: { basicAuthentication: { secretRef: secret() } } }),
      manifest("agentgateway.dev/v1alpha1", "AgentgatewayParameters", {
        spec: { env: [{ name: "K", valueFrom: { secretKeyRef: secret("k") } }] },
      }),
    ),
    [
      `${inBackend}, spec.policies.auth.secretRef | reads the key "Authorizaton", which the Secret openai-secret does not have | Did you mean "Authorization"?`,
      `${inPolicy}, spec.traffic.basicAuthentication.secretRef | reads the key ".htaccess", which the Secret openai-secret does not have | There are: Authorization.`,
      `${FILE}, AgentgatewayParameters mine, spec.env[0].valueFrom.secretKeyRef | reads the key "k", which the Secret openai-secret does not have | There are: Authorization.`,
    ],
  ],
  [
    "a certificate that nothing makes",
    {},
    manifest("gateway.networking.k8s.io/v1", "Gateway", {
      spec: {
        listeners: [
          {
            name: "a",
            allowedRoutes: { namespaces: { from: "Same" } },
            tls: { certificateRefs: [{ group: "", kind: "Secret", name: "gone" }] },
          },
        ],
      },
    }),
    [
      `${FILE}, Gateway mine, spec.listeners[0].tls.certificateRefs[0].name | "gone" is no Secret that the stack makes | Name one of a provider. A Secret that is made elsewhere stands in existingSecrets.`,
    ],
  ],
];

const right: Right[] = [
  ["the controller's Service as a target", {}, route({ rule: { backendRefs: [service("agentgateway-proxy")] } })],
  [
    "a Service that exists",
    { existingServices: { legacy: [8080] } },
    route({ rule: { backendRefs: [service("legacy", 8080)] } }),
  ],
  [
    "a Service of the same file",
    {},
    documents(
      manifest("v1", "Service", { spec: { ports: [{ port: 90 }] } }),
      route({ rule: { backendRefs: [service("mine", 90)] } }),
    ),
  ],
  ["an MCP target of a server", {}, backend(mcp({ name: "a", static: { backendRef: { name: "tools" }, port: 80 } }))],
  [
    "a TCPRoute of a listener that a ListenerSet adds",
    { patches: { "Gateway/agentgateway-proxy": { spec: { allowedListeners: { namespaces: { from: "Same" } } } } } },
    documents(
      tcpListeners("agentgateway-proxy"),
      manifest("gateway.networking.k8s.io/v1", "TCPRoute", {
        spec: {
          parentRefs: [{ kind: "ListenerSet", name: "mine", sectionName: "tcp" }],
          rules: [{ backendRefs: [service("tools")] }],
        },
      }),
    ),
  ],
  [
    "a BackendTLSPolicy, and a Service of another namespace",
    {},
    documents(
      manifest("gateway.networking.k8s.io/v1", "BackendTLSPolicy", {
        spec: {
          targetRefs: [{ group: "", kind: "Service", name: "tools" }],
          validation: { hostname: "tools.example.com", wellKnownCACertificates: "System" },
        },
      }),
      route({ rule: { backendRefs: [{ ...service("ollama", 11434), namespace: "models" }] } }),
    ),
  ],
  ["a policy of a route", {}, policy(targets("HTTPRoute", "openai"))],
  ["a policy of a listener", {}, policy(targets("Gateway", "agentgateway-proxy", { sectionName: "http" }))],
  ["a policy of a Service", {}, policy(targets("Service", "tools"))],
  [
    "a Secret that a provider's key is in",
    {},
    backend({ ai: { provider: { openai: {} } }, policies: { auth: { secretRef: { name: "openai-secret" } } } }),
  ],
  [
    "a Secret that exists",
    { existingSecrets: ["theirs"] },
    backend({ ai: { provider: { openai: {} } }, policies: { auth: { secretRef: { name: "theirs" } } } }),
  ],
  [
    "a Secret that may be missing",
    {},
    manifest("agentgateway.dev/v1alpha1", "AgentgatewayParameters", {
      spec: { env: [{ name: "K", valueFrom: { secretKeyRef: { name: "keys", key: "k", optional: true } } }] },
    }),
  ],
];

describe("checks of objects: references that lead somewhere", () => {
  testCases(wrong, right);
});
