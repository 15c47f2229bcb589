import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { found } from "../../../../cli/import/cli";
import { readInputs, readText } from "../../../../cli/import/inputs";
import { report } from "../../../../cli/import/report";
import { documents, manifest } from "../../../../dev/support/checks";
import { messageOf } from "../../../../dev/support/messages";

const AGENTGATEWAY = "agentgateway.dev/v1alpha1";
const GATEWAY = "gateway.networking.k8s.io/v1";
const imported = (...texts: string[]) => report(found(readText(documents(...texts))));

const backend = (name: string, spec: object) =>
  JSON.stringify({
    apiVersion: AGENTGATEWAY,
    kind: "AgentgatewayBackend",
    metadata: { name, namespace: "agentgateway-system" },
    spec,
  });
const secret = (name: string, stringData: object) => manifest("v1", "Secret", { stringData }, name);
const route = (name: string, path: string, backendRef: object, more: object = {}) =>
  manifest(
    GATEWAY,
    "HTTPRoute",
    {
      spec: {
        parentRefs: [{ name: "agentgateway-proxy", namespace: "agentgateway-system" }],
        rules: [{ matches: [{ path: { type: "PathPrefix", value: path } }], backendRefs: [backendRef], ...more }],
      },
    },
    name,
  );
const toBackend = (name: string) => ({ group: "agentgateway.dev", kind: "AgentgatewayBackend", name });

/** As the documentation of Agent Gateway has them. */
const PASTED = [
  manifest(
    GATEWAY,
    "Gateway",
    {
      spec: {
        gatewayClassName: "agentgateway",
        listeners: [{ name: "http", port: 8080, protocol: "HTTP", allowedRoutes: { namespaces: { from: "All" } } }],
      },
    },
    "agentgateway-proxy",
  ),
  secret("openai-key", { Authorization: "plain-openai" }),
  backend("openai", {
    ai: { provider: { openai: { model: "gpt-5.4-mini" } } },
    policies: { auth: { secretRef: { name: "openai-key" } } },
  }),
  route("openai-route", "/openai", toBackend("openai")),
  backend("inline", { ai: { provider: { anthropic: {} } }, policies: { auth: { key: "plain-inline" } } }),
  backend("fetcher", {
    mcp: { targets: [{ name: "web", static: { host: "mcp.default.svc.cluster.local", port: 80, protocol: "SSE" } }] },
  }),
  route("fetcher", "/tools", toBackend("fetcher")),
  manifest(
    "apps/v1",
    "Deployment",
    {
      spec: {
        selector: { matchLabels: { app: "planner" } },
        template: {
          metadata: { labels: { app: "planner" } },
          spec: {
            containers: [
              {
                name: "agent",
                image: "example.com/planner:1",
                ports: [{ containerPort: 9090 }],
                env: [
                  { name: "MODE", value: "a" },
                  { name: "API_TOKEN", value: "plain-token" },
                ],
              },
            ],
          },
        },
      },
    },
    "planner",
  ),
  manifest(
    "v1",
    "Service",
    {
      spec: {
        selector: { app: "planner" },
        ports: [{ port: 9090, targetPort: 9090, appProtocol: "agentgateway.dev/a2a" }],
      },
    },
    "planner",
  ),
  route("planner", "/planner", { name: "planner", port: 9090 }),
  secret("clients", { alice: "plain-alice" }),
  manifest(
    AGENTGATEWAY,
    "AgentgatewayPolicy",
    {
      spec: {
        targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "openai-route" }],
        traffic: {
          apiKeyAuthentication: { mode: "Strict", secretRef: { name: "clients" } },
          rateLimit: { local: [{ requests: 3, unit: "Minutes" }] },
          csrf: {},
        },
      },
    },
    "limits",
  ),
  manifest("v1", "ConfigMap", { data: { a: "b" } }, "other"),
  secret("nobodys", { a: "plain-nobody" }),
];

describe("import of manifests", () => {
  it("prints entries, commands and what is left", () =>
    assert.equal(
      imported(...PASTED),
      `For platform.ts, within definePlatform({ … }):

  gateway: {
    listeners: { http: { port: 8080 } },
  },

  llmProviders: {
    openai: { provider: "openai", model: "gpt-5.4-mini" },
    inline: { provider: "anthropic" },
  },

  mcpServers: {
    web: { service: { name: "mcp", port: 80, namespace: "default" }, protocol: "SSE", path: "/tools" },
  },

  agents: {
    planner: { image: "example.com/planner:1", env: { MODE: "a" }, secrets: { API_TOKEN: true }, clients: "anyone" },
  },

  policies: {
    limits: {
      on: { provider: "openai" },
      apiKeys: { keys: { alice: {} } },
      rateLimit: { local: { requests: 3, unit: "Minutes" } },
      traffic: { csrf: {} },
    },
  },

Keys, for each stack; each command asks for the value:

pulumi config set --secret --path 'llmProviders.inline.apiKey' --stack <stack>  # AgentgatewayBackend inline, auth.key
pulumi config set --secret --path 'llmProviders.openai.apiKey' --stack <stack>  # Secret openai-key
pulumi config set --secret --path 'agents.planner.secrets.API_TOKEN' --stack <stack>  # Deployment planner
pulumi config set --secret --path 'policies.limits.apiKeys.keys.alice.key' --stack <stack>  # Secret clients

Not expressed:

  - Gateway agentgateway-proxy, spec.listeners[0].allowedRoutes.namespaces.from: has no field of an entry
      Say it by patches: { "Gateway/agentgateway-proxy": { … } } (docs/patches.md).
  - HTTPRoute openai-route: has the name openai here
      Take the one of the input away once this one serves, and correct what refers to it.
  - AgentgatewayBackend fetcher: has the name tools-backend here
      Take the one of the input away once this one serves, and correct what refers to it.
  - HTTPRoute fetcher: has the name tools here
      Take the one of the input away once this one serves, and correct what refers to it.
  - ConfigMap other: is nothing that an entry makes
      Keep it as a manifest under k8s/base (docs/manifests.md).
  - Secret nobodys: is read by no entry, and Git is no place for it
      Make it in the cluster, such as by External Secrets, and list its name in existingSecrets.`,
    ));

  it("never prints a secret, wherever it stands", () => {
    const header = manifest(AGENTGATEWAY, "AgentgatewayPolicy", {
      spec: {
        targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "agentgateway-proxy" }],
        traffic: { headerModifiers: { request: { set: [{ name: "Authorization", value: "Bearer plain-header" }] } } },
      },
    });
    const text = imported(...PASTED, header);
    assert.ok(!text.includes("plain-"), text);
    assert.match(
      text,
      /AgentgatewayPolicy mine, spec\.traffic\.headerModifiers\.request\.set\[0\]: sets a header that carries/,
    );
  });

  it("takes objects as a cluster has them", () => {
    const [gateway, ...others] = PASTED.slice(0, 4).map((text) => JSON.parse(text) as { metadata: object });
    const live = [gateway, ...others].map((object) => ({
      ...object,
      metadata: {
        ...object?.metadata,
        ...{
          uid: "u",
          resourceVersion: "1",
          creationTimestamp: "2026-01-01T00:00:00Z",
          generation: 1,
          managedFields: [],
        },
        annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" },
      },
      status: { conditions: [] },
    }));
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", metadata: {}, items: live });
    assert.equal(imported(list), imported(...PASTED.slice(0, 4)));
  });

  it("takes no difference for what an API server adds to a workload, and names what has no field", () => {
    const deployment = JSON.parse(PASTED[7] as string) as { spec: { template: { spec: { containers: object[] } } } };
    const { containers, ...pod } = deployment.spec.template.spec;
    const container = {
      ...containers[0],
      terminationMessagePath: "/dev/termination-log",
      terminationMessagePolicy: "File",
      resources: { limits: { cpu: 1, "example.com/gpu": 1 } },
      readinessProbe: { httpGet: { path: "/", port: 9090, scheme: "HTTP" }, periodSeconds: 5, successThreshold: 1 },
      livenessProbe: { exec: { command: ["true"] } },
    };
    const live = {
      ...deployment,
      spec: {
        ...deployment.spec,
        progressDeadlineSeconds: 600,
        template: {
          ...deployment.spec.template,
          spec: { ...pod, containers: [container], dnsPolicy: "ClusterFirst", volumes: [{ name: "v", emptyDir: {} }] },
        },
      },
    };
    const service = JSON.parse(PASTED[8] as string) as { spec: object };
    const known = {
      ...service,
      spec: { ...service.spec, type: "ClusterIP", clusterIP: "10.0.0.1", sessionAffinity: "None" },
    };
    const text = imported(JSON.stringify(live), JSON.stringify(known), PASTED[9] as string);
    assert.match(
      text,
      /resources: \{ limits: \{ cpu: "1" \} \},\n *probes: \{ readiness: \{ http: "\/", periodSeconds: 5 \} \}/,
    );
    assert.deepEqual(
      [...text.matchAll(/- (.*): has no field/g)].map(([, what]) => what),
      ["resources.limits.example.com/gpu", "livenessProbe"]
        .map((field) => `Deployment planner, spec.template.spec.containers[0].${field}`)
        .concat("Deployment planner, spec.template.spec.volumes"),
    );
  });

  it("leaves what would be refused, with what is wrong", () => {
    const text = imported(backend("Openai.x", { ai: { provider: { openai: {} } } }), PASTED[4] as string);
    assert.match(text, /inline: \{ provider: "anthropic" \}/);
    assert.match(text, /- llmProviders\.Openai\.x: llmProviders\.Openai\.x: as a name must be lower-case/);
    assert.match(text, /- AgentgatewayBackend Openai\.x: is nothing that an entry makes/);
  });

  it("says why a policy on several objects is left", () => {
    const ref = { group: "gateway.networking.k8s.io", kind: "HTTPRoute" };
    const policy = manifest(AGENTGATEWAY, "AgentgatewayPolicy", {
      spec: { targetRefs: ["a", "b"].map((name) => ({ ...ref, name })), traffic: { csrf: {} } },
    });
    assert.match(imported(policy), /^Nothing of the input becomes an entry\./);
    assert.match(
      imported(policy),
      /AgentgatewayPolicy mine: is on several objects\n.*one for each target, with the API's words/,
    );
  });

  it("names a list of which there is more", () => {
    const service = (PASTED[8] as string).replace("]}}", ',{"port":9091}]}}');
    const [rules, further] = ["/planner", "/more"].map((path) =>
      route("planner", path, { name: "planner", port: 9090 }),
    );
    const more = (JSON.parse(further as string) as { spec: { rules: object[] } }).spec.rules;
    const both = JSON.parse(rules as string) as { spec: { rules: object[] } };
    const text = imported(
      PASTED[7] as string,
      service,
      JSON.stringify({ ...both, spec: { ...both.spec, rules: [...more, ...both.spec.rules] } }),
    );
    assert.deepEqual(
      [...text.matchAll(/- (.*): has no field/g)].map(([, what]) => what),
      ["Service planner, spec.ports", "HTTPRoute planner, spec.rules[0].matches[0].path.value"],
    );
  });

  it("names a route of another gateway", () => {
    const elsewhere = (PASTED[3] as string).replace("agentgateway-proxy", "edge");
    const text = imported(PASTED[2] as string, elsewhere);
    assert.match(
      text,
      /HTTPRoute openai-route, spec\.parentRefs\[0\]\.name: is not the environment's gateway\n.*Import the Gateway too/,
    );
  });

  it("is not confused by kinds of the same name", () => {
    const istio = manifest("networking.istio.io/v1", "Gateway", { spec: { gatewayClassName: "agentgateway" } });
    assert.match(imported(istio), /^Nothing of the input becomes an entry\.\n\nNot expressed:\n\n {2}- Gateway mine: /);
  });

  describe("of files", () => {
    let directory: string;
    before(() => (directory = mkdtempSync(join(tmpdir(), "import-"))));
    after(() => rmSync(directory, { recursive: true }));

    it("names all that can't be read", async () => {
      writeFileSync(join(directory, "text.yaml"), "hello");
      writeFileSync(join(directory, "broken.yaml"), "model_list: [");
      const message = await messageOf(() => readInputs(["text.yaml", "gone.yaml", "broken.yaml", "."], directory));
      assert.equal(
        message,
        `The input can't be read:
  - text.yaml, line 1: is no Kubernetes object: it is no mapping of fields
      Name files with whole objects of Kubernetes, one in a document, or with LiteLLM's configuration.
  - gone.yaml: is not there
      Name a file, or - for standard input.
  - broken.yaml, line 1: is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
  - .: is a directory
      Name its files.`,
      );
    });

    it("shows nothing of a file that can't be read, which may have keys in it", () => {
      for (const text of [
        'a: b\n"plain-key"\nc: d',
        'a: [\n"plain-key',
        "--- plain-key",
        "a: b\n--- : plain-key\n",
        "a: 0o1234567",
      ]) {
        const { problems } = readText(text);
        assert.ok(problems.length > 0, text);
        assert.doesNotMatch(JSON.stringify(problems), /plain-key|1234567/);
      }
    });

    it("reads several together", () => {
      writeFileSync(join(directory, "one.yaml"), PASTED[4] as string);
      writeFileSync(join(directory, "two.yaml"), "model_list: [{ model_name: a, litellm_params: { model: gpt-5.4 } }]");
      const { entries } = found(readInputs(["one.yaml", "two.yaml"], directory));
      assert.deepEqual(Object.keys(entries.llmProviders as object).sort(), ["a", "inline"]);
    });
  });
});
