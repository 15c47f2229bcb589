import assert from "node:assert/strict";
import type { PlainObject } from "../../config/merge";
import {
  backend,
  mcp,
  mcpHost,
  backendRef,
  FILE,
  faultsOf,
  manifest,
  match,
  policy,
  route,
  service,
} from "../support/checks";

const sound: PlainObject = {
  llmProviders: { openai: { provider: "openai" } },
  mcpServers: { tools: { image: "i" } },
};
const inRoute = `${FILE}, HTTPRoute mine`;
const inBackend = `${FILE}, AgentgatewayBackend mine`;
const inPolicy = `${FILE}, AgentgatewayPolicy mine`;
const oneServed = "Two routes with one path: only one would be served. Change one.";
const differs = "names a namespace, which differs from environment to environment";
const leaveOut = "Leave it out: it means the environment's own.";
const useReference = (name: string) => `Refer to the Service by a backendRef instead: { name: ${name} }, and its port.`;
const noTls = "has port 443 and no TLS: only a vendor's own host has it by itself | Say tls: {} under policies.";
const secret = (key?: string) => ({ name: "openai-secret", key });
const documents = (...texts: string[]) => texts.join("\n---\n");
const targets = (kind: string, name: string, more: object = {}) => ({
  targetRefs: [
    {
      group: kind.startsWith("Agentgateway")
        ? "agentgateway.dev"
        : kind === "Service"
          ? ""
          : "gateway.networking.k8s.io",
      kind,
      name,
      ...more,
    },
  ],
});

/** What is wrong, by rule: the environment, a hand-written file, the faults in full. */
const wrong: [string, PlainObject, string | undefined, string[]][] = [
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
    "a file with a path that the configuration has",
    {},
    route({ rule: { matches: [match("/openai/")] } }),
    [`${inRoute}, spec.rules[0].matches[0] | has the same path /openai as llmProviders.openai | ${oneServed}`],
  ],
  [
    "one path on several listeners, said once",
    { gateway: { listeners: { http: { port: 80 }, other: { port: 81 } } } },
    route({ parent: { sectionName: "other" }, rule: { matches: [match("/mcp")] } }),
    [`${inRoute}, spec.rules[0].matches[0] | has the same path /mcp as mcpServers | ${oneServed}`],
  ],
  [
    "two routes with the same conditions in another order",
    {},
    documents(
      route({
        hostnames: ["a.example.com"],
        rule: {
          matches: [
            match("/x", {
              method: "GET",
              headers: [
                { type: "Exact", name: "B", value: "2" },
                { type: "Exact", name: "A", value: "1" },
              ],
            }),
          ],
        },
      }),
      route({
        name: "other",
        hostnames: ["a.example.com", "b.example.com"],
        rule: {
          matches: [
            match("/x", {
              method: "GET",
              headers: [
                { type: "Exact", name: "a", value: "1" },
                { type: "Exact", name: "b", value: "2" },
              ],
            }),
          ],
        },
      }),
    ),
    [
      `${FILE}, HTTPRoute other, spec.rules[0].matches[0] | has the same path /x (method GET, header a Exact 1, header b Exact 2) of a.example.com as ${inRoute}, spec.rules[0].matches[0] | ${oneServed}`,
    ],
  ],
  [
    "one path twice in a route",
    {},
    route({ rule: { matches: [match("/x"), match("/x")] } }),
    [`${inRoute}, spec.rules[0].matches[1] | has the same path /x as spec.rules[0].matches[0] | ${oneServed}`],
  ],
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
    backend({ static: { host: "other.ns.svc", port: 80 } }),
    [`${inBackend}, spec.static.host | "other.ns.svc" ${differs} | ${useReference("other")}`],
  ],
  [
    "a host with the namespace of the environment",
    {},
    backend({ a2a: { host: "other.agentgateway-test", port: 80 } }),
    [`${inBackend}, spec.a2a.host | "other.agentgateway-test" ${differs} | ${useReference("other")}`],
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
    "a namespace in the metadata",
    {},
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: mine, namespace: prod }\n",
    [
      `${FILE}, ConfigMap mine, metadata.namespace | "prod" is not where it will be: each overlay sets the environment's namespace | ${leaveOut}`,
    ],
  ],
  [
    "a namespace in a reference",
    {},
    route({ rule: { backendRefs: [{ ...service("tools"), namespace: "prod" }] } }),
    [
      `${inRoute}, spec.rules[0].backendRefs[0].namespace | "prod" would be the same in each environment, as no overlay changes it | ${leaveOut}`,
    ],
  ],
  [
    "a Secret in Git",
    {},
    manifest("v1", "Secret", { stringData: { key: "canary-2718281828" } }),
    [
      `${FILE}, Secret mine | holds secret data, and Git must not (base64 is no encryption) | Remove it, and revoke what was in it. Keys are the stack's configuration; others are existingSecrets.`,
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
  [
    "a provider's host without its path and TLS, alone and in a group",
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
      `${inBackend}, spec.ai.provider | has a host and no path: requests would arrive there under the gateway's own path | Say pathPrefix, such as /v1, or path.`,
      `${inBackend}, spec.ai.provider | ${noTls}`,
      `${FILE}, AgentgatewayBackend other, spec.ai.groups[0].providers[0] | ${noTls}`,
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
  [
    "secrets in plain text, which it does not show",
    {},
    documents(
      backend({ static: { host: "a.example.com", port: 443 }, policies: { auth: { key: "canary-2718281828" } } }),
      policy({ traffic: { basicAuthentication: { users: ["a:canary-2718281828"] } } }),
    ),
    [
      "AgentgatewayBackend mine, spec.policies.auth.key",
      "AgentgatewayPolicy mine, spec.traffic.basicAuthentication.users",
    ].map(
      (where) =>
        `${FILE}, ${where} | is a secret in plain text, and Git must not hold one | Refer to a Secret by secretRef, and revoke what was here.`,
    ),
  ],
  [
    "kinds that Argo CD may not deploy",
    {},
    documents(
      manifest("batch/v1", "Job"),
      manifest("gateway.networking.k8s.io/v1", "GatewayClass"),
      manifest("agentgateway.dev/v1alpha1", "AgentgatewayModel"),
    ),
    [
      `${FILE}, Job mine | is of a kind that Argo CD may not deploy here (batch/v1 Job) | Deploy it elsewhere, or allow the kind in components/application/projects.ts and cluster/rbac.ts.`,
      `${FILE}, GatewayClass mine | is of a kind that Argo CD may not deploy here (gateway.networking.k8s.io/v1 GatewayClass) | The controller makes the GatewayClass.`,
      `${FILE}, AgentgatewayModel mine | is of a kind that Argo CD may not deploy here (agentgateway.dev/v1alpha1 AgentgatewayModel) | The controller of this version does not serve it. Write an AgentgatewayBackend.`,
    ],
  ],
  [
    "defaults of list items left out",
    {},
    route({ rule: { matches: undefined, backendRefs: [{ name: "tools", port: 80 }] } }),
    [
      `${inRoute}, spec.rules[0] | leaves out matches, which the cluster fills in and Argo CD takes for drift | Write it out: matches: [{"path":{"type":"PathPrefix","value":"/"}}].`,
      `${inRoute}, spec.rules[0].backendRefs[0] | leaves out group, kind, weight, which the cluster fills in and Argo CD takes for drift | Write it out: group: "", kind: "Service", weight: 1.`,
    ],
  ],
  [
    "what the installed versions do not do",
    {},
    documents(
      route({ rule: { retry: { attempts: 2 } } }),
      policy({ ...targets("Service", "tools"), backend: { tcp: {} } }),
      backend({ ai: { groups: [{ providers: [{ name: "a" }] }, { providers: [{ name: "a" }] }] } }),
    ),
    [
      `${inRoute}, spec.rules[0].retry | is not in the standard channel of Gateway API, which is what is installed | Say it in an AgentgatewayPolicy (traffic.retry).`,
      `${inPolicy}, spec.backend.tcp | is accepted, but the controller of this version ignores it | Remove it.`,
      `${inBackend}, spec.ai.groups[1].providers[0].name | "a" is the name of another provider of this backend | Rename one.`,
    ],
  ],
  [
    "what is not YAML",
    {},
    "# nothing\n---\nmetadata: {\n",
    [`${FILE}:4 | is not valid YAML: Flow map in block collection must be sufficiently indented and end with a }`],
  ],
  [
    "what is no Kubernetes object",
    {},
    "# only a comment\n---\njust text\n---\nkind: ConfigMap\n",
    [
      `${FILE}:3 | is no Kubernetes object: it is no mapping of fields | Files under k8s/base hold whole objects, one in a document. Other files belong elsewhere.`,
      `${FILE}:5 | is no Kubernetes object: apiVersion is missing or no text | Files under k8s/base hold whole objects, one in a document. Other files belong elsewhere.`,
    ],
  ],
];

/** What looks like one of those and is right. */
const right: [string, PlainObject, string][] = [
  ["a Gateway named like the controller, elsewhere", { gateway: { name: "agentgateway" } }, "# nothing"],
  ["another path", {}, route()],
  ["one path for two hosts", {}, documents(route({ hostnames: ["a.example.com"] }), route({ name: "other" }))],
  ["one path for two methods", {}, route({ rule: { matches: [match("/x", { method: "GET" }), match("/x")] } })],
  [
    "one path on two listeners",
    { gateway: { listeners: { http: { port: 80 }, other: { port: 81 } } } },
    documents(route({ parent: { sectionName: "http" } }), route({ name: "other", parent: { sectionName: "other" } })),
  ],
  ["a path that another's is a part of", {}, route({ rule: { matches: [match("/mcp-2"), match("/mcp/x")] } })],
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
    "a provider's host with TLS by a policy",
    {},
    documents(
      backend({ ai: { provider: { host: "api.example.com", port: 443, path: "/v1/chat/completions", openai: {} } } }),
      policy({ ...targets("AgentgatewayBackend", "mine"), backend: { tls: {} } }),
    ),
  ],
  [
    "a Secret that may be missing",
    {},
    manifest("agentgateway.dev/v1alpha1", "AgentgatewayParameters", {
      spec: { env: [{ name: "K", valueFrom: { secretKeyRef: { name: "keys", key: "k", optional: true } } }] },
    }),
  ],
  ["a public host", {}, mcpHost("mcp.example.com")],
  ["a domain", {}, mcpHost("example.com")],
  ["a domain called like a Service", {}, mcpHost("tools.com")],
  ["an address", {}, documents(mcpHost("10.0.0.1"), backend({ static: { host: "fd00::1", port: 80 } }, "other"))],
  ["a relative name of what is made elsewhere", {}, mcpHost("legacy")],
  ["a relative name where policies need it", {}, mcpHost("tools", { policies: {} })],
  ["a host of another kind", {}, manifest("v1", "ConfigMap", { data: { host: "x.y.svc" } })],
  ["no object at all", {}, "# nothing yet\n---\n"],
];

describe("checks of objects", () => {
  it("find nothing in a sound environment", async () => assert.deepEqual(await faultsOf(sound), []));

  for (const [title, over, text, expected] of wrong) {
    it(`refuse ${title}`, async () => assert.deepEqual(await faultsOf(merged(over), text), expected));
  }

  for (const [title, over, text] of right) {
    it(`accept ${title}`, async () => assert.deepEqual(await faultsOf(merged(over), text), []));
  }

  it("never show what is in a Secret", async () => {
    const found = await faultsOf(sound, manifest("v1", "Secret", { data: { key: "canary-2718281828" } }));
    assert.equal(found.length, 1);
    assert.ok(!found.join().includes("canary"));
  });

  it("bound what a file may unfold into", async () => {
    const rows = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (let row = 1; row < 8; row++) {
      const [name, before] = [String.fromCharCode(97 + row), String.fromCharCode(96 + row)];
      rows.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(", ")}]`);
    }
    assert.deepEqual(await faultsOf(sound, `${rows.join("\n")}\n`), [
      `${FILE}:1 | is not valid YAML: Excessive alias count indicates a resource exhaustion attack`,
    ]);
  });
});

function merged(over: PlainObject): PlainObject {
  const result: PlainObject = { ...sound };
  for (const [key, value] of Object.entries(over)) {
    result[key] = key in sound ? mergeEntries(sound[key] as PlainObject, value as PlainObject) : value;
  }
  return result;
}

function mergeEntries(under: PlainObject, over: PlainObject): PlainObject {
  return Object.fromEntries(
    [...new Set([...Object.keys(under), ...Object.keys(over)])].map((name) => [
      name,
      { ...(under[name] as object), ...(over[name] as object) },
    ]),
  );
}
