import assert from "node:assert/strict";
import {
  A2aAgent,
  AgentGateway,
  AgentGatewayController,
  GatewayPolicy,
  HandWrittenManifest,
  LiveEnvironment,
  LlmProvider,
  McpRouting,
  McpServer,
  TargetCluster,
} from "../../../../components";
import { Placements, type Placed } from "../../../../components/delivery/placement";
import { environmentFiles } from "../../../../components/environment";
import { SecretValue } from "../../../../core/secret";
import { handWrittenFiles } from "../../../../gitops/handWritten";
import { environment } from "../../../../dev/support/environment";
import { onCluster } from "../../../../dev/support/placement";
import { record, type Registration } from "../../../../dev/support/recorder";

const desired = environment({
  gateway: { observability: { accessLog: {} } },
  llmProviders: { openai: { provider: "openai", model: "gpt-5.4-mini", apiKey: new SecretValue("sk-secret") } },
  mcpServers: { fetcher: { image: "fetcher:1", port: 8000 } },
  agents: { planner: { image: "planner:1", port: 9090 } },
  policies: { browsers: { on: "gateway", cors: { allowOrigins: ["https://example.com"] } } },
});

const MINE = {
  path: "k8s/base/modules/mine.yaml",
  text: `apiVersion: v1
kind: ConfigMap
metadata: { name: a }
---
# nothing
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: b }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: b }
subjects: [{ kind: ServiceAccount, name: a }, { kind: User, name: u }]
`,
};

/** What is registered for a catalogue with one of each, as index.ts makes it. */
async function registered(
  direct?: { timeoutSeconds: number },
  onPlaced: (component: Placed) => void = () => undefined,
): Promise<Registration[]> {
  const written = handWrittenFiles([MINE]);
  const files = [...environmentFiles(desired), ...written];
  const registrations = await record(() => {
    const at = new Placements(files, { namespace: "ns", ...direct });
    const opts = onCluster();
    const { llmProviders, mcpServers, agents, policies } = desired;
    [
      new AgentGateway("gateway", at.of("gateway", desired.gateway, "gateway", "gateway.observability"), opts),
      new LlmProvider("openai", at.of("openai", llmProviders.openai!, "llmProviders.openai"), opts),
      new McpServer("fetcher", at.of("fetcher", mcpServers.fetcher!, "mcpServers.fetcher"), opts),
      new McpRouting("mcp", at.of("mcp", undefined, "mcpServers"), opts),
      new A2aAgent("planner", at.of("planner", agents.planner!, "agents.planner"), opts),
      new GatewayPolicy("browsers", at.of("browsers", policies.browsers!, "policies.browsers"), opts),
      ...written.map(({ origin }) => new HandWrittenManifest(origin, at.of(origin, undefined, origin), opts)),
    ].forEach(onPlaced);
    at.assertAllTaken();
  });
  return registrations.filter(({ type }) => !type.startsWith("pulumi:providers"));
}

const isComponent = ({ type }: Registration) => type.startsWith("agentgateway-infra:");
const typeAndName = ({ type, name }: Registration) => `${type} ${name}`;

describe("placements", () => {
  it("refuse to leave a file out: nobody would deploy it", () => {
    const at = new Placements(environmentFiles(desired), { namespace: "ns" });
    at.of("x", undefined, "gateway", "gateway.observability", "mcpServers", "llmProviders.openai", "policies.browsers");
    assert.deepEqual(at.of("x", undefined, "llmProviders.openai").inputs, {}, "each goes to one component");
    assert.throws(
      () => at.assertAllTaken(),
      /no component takes mcp\/fetcher.yaml .*, agent-connectivity\/planner.yaml/,
    );
  });
});

describe("kinds that a stack allows, in direct delivery", () => {
  it("are put into the environment's namespace, but for those that have none", async () => {
    const objects = ["ExternalSecret", "ClusterSecretStore"].map((kind) => ({
      apiVersion: "external-secrets.io/v1",
      kind,
      metadata: { name: kind.toLowerCase() },
    }));
    const file = { path: "theirs.yaml", origin: "k8s/base/theirs.yaml" as const, objects };
    const allowedKinds = {
      "ExternalSecret.external-secrets.io": {},
      "ClusterSecretStore.external-secrets.io": { clusterWide: ["clustersecretstore"] },
    };
    const registrations = await record(() => {
      const at = new Placements([file], { namespace: "ns", timeoutSeconds: 5, allowedKinds });
      new HandWrittenManifest(file.origin, at.of(file.origin, undefined, file.origin), onCluster());
    });
    assert.deepEqual(
      registrations
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .map(({ type, inputs }) => [type, (inputs as { metadata: object }).metadata]),
      [
        ["kubernetes:external-secrets.io/v1:ClusterSecretStore", { name: "clustersecretstore" }],
        ["kubernetes:external-secrets.io/v1:ExternalSecret", { name: "externalsecret", namespace: "ns" }],
      ],
    );
  });
});

describe("gitops delivery", () => {
  let registrations: Registration[];
  before(async () => {
    registrations = await registered();
  });

  it("registers nothing in the cluster but Secrets", () => {
    assert.deepEqual(registrations.filter((each) => !isComponent(each)).map(typeAndName), [
      "kubernetes:core/v1:Secret openai-credentials",
    ]);
  });

  it("has each component tell Pulumi its objects: by file, and by kind and name", () => {
    const reported = registrations
      .filter(isComponent)
      .map((each) => [
        typeAndName(each).replace("agentgateway-infra:index:", ""),
        Object.entries(each.inputs).map(([file, objects]) => [file, Object.keys(objects as object)]),
      ]);
    assert.deepEqual(reported, [
      [
        "A2aAgent planner",
        [
          [
            "k8s/base/agent-connectivity/planner.yaml",
            [
              "AgentgatewayPolicy planner-card",
              "Deployment planner",
              "HTTPRoute planner",
              "NetworkPolicy planner",
              "Service planner",
            ],
          ],
        ],
      ],
      [
        "AgentGateway gateway",
        [
          ["k8s/base/modules/default-parameters.yaml", ["AgentgatewayParameters default-parameters"]],
          [
            "k8s/base/modules/policies/agentgateway-proxy-observability.yaml",
            ["AgentgatewayPolicy agentgateway-proxy-observability"],
          ],
          ["k8s/base/proxies/agentgateway-proxy.yaml", ["Gateway agentgateway-proxy"]],
        ],
      ],
      ["GatewayPolicy browsers", [["k8s/base/modules/policies/browsers.yaml", ["AgentgatewayPolicy browsers"]]]],
      [
        "HandWrittenManifest k8s/base/modules/mine.yaml",
        [["k8s/base/modules/mine.yaml", ["ClusterRole b", "ClusterRoleBinding b", "ConfigMap a"]]],
      ],
      [
        "LlmProvider openai",
        [["k8s/base/llm-providers/openai.yaml", ["AgentgatewayBackend openai", "HTTPRoute openai"]]],
      ],
      ["McpRouting mcp", [["k8s/base/mcp/mcp-routing.yaml", ["AgentgatewayBackend mcp-backend", "HTTPRoute mcp"]]]],
      [
        "McpServer fetcher",
        [["k8s/base/mcp/fetcher.yaml", ["Deployment fetcher", "NetworkPolicy fetcher", "Service fetcher"]]],
      ],
    ]);
  });

  it("tells the very objects that are rendered, and no secret", () => {
    const files = [...environmentFiles(desired), ...handWrittenFiles([MINE])];
    const objects = registrations
      .filter(isComponent)
      .flatMap(({ inputs }) => Object.values(inputs).flatMap((each) => Object.values(each as Record<string, object>)));
    assert.deepEqual(texts(objects), texts(files.flatMap((file) => file.objects)));
    assert.doesNotMatch(JSON.stringify(objects), /sk-secret/);
  });
});

describe("direct delivery", () => {
  const applied: unknown[] = [];
  let registrations: Registration[];
  before(async () => {
    registrations = await registered({ timeoutSeconds: 60 }, (component) => applied.push(...component.applied));
  });

  it("registers every object, of its own type and name, and the components tell nothing more", () => {
    assert.deepEqual(registrations.filter((each) => !isComponent(each)).map(typeAndName), [
      "kubernetes:agentgateway.dev/v1alpha1:AgentgatewayBackend mcp-backend",
      "kubernetes:agentgateway.dev/v1alpha1:AgentgatewayBackend openai",
      "kubernetes:agentgateway.dev/v1alpha1:AgentgatewayParameters default-parameters",
      "kubernetes:agentgateway.dev/v1alpha1:AgentgatewayPolicy agentgateway-proxy-observability",
      "kubernetes:agentgateway.dev/v1alpha1:AgentgatewayPolicy browsers",
      "kubernetes:agentgateway.dev/v1alpha1:AgentgatewayPolicy planner-card",
      "kubernetes:apps/v1:Deployment fetcher",
      "kubernetes:apps/v1:Deployment planner",
      "kubernetes:core/v1:ConfigMap a",
      "kubernetes:core/v1:Secret openai-credentials",
      "kubernetes:core/v1:Service fetcher",
      "kubernetes:core/v1:Service planner",
      "kubernetes:gateway.networking.k8s.io/v1:Gateway agentgateway-proxy",
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute mcp",
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute openai",
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute planner",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy fetcher",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy planner",
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole b",
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding b",
    ]);
    assert.ok(registrations.filter(isComponent).every(({ inputs }) => Object.keys(inputs).length === 0));
  });

  it("registers the very objects that are rendered, as an overlay's namespace would make them", () => {
    const files = [...environmentFiles(desired), ...handWrittenFiles([MINE])];
    const expected = files
      .flatMap((file) => file.objects)
      .map((object) => {
        if (object.kind === "ClusterRole") return object;
        if (object.kind === "ClusterRoleBinding") {
          return {
            ...object,
            subjects: [
              { kind: "ServiceAccount", name: "a", namespace: "ns" },
              { kind: "User", name: "u" },
            ],
          };
        }
        return { ...object, metadata: { ...object.metadata, namespace: "ns" } };
      });
    const objects = registrations
      .filter((each) => !isComponent(each) && !each.type.endsWith(":Secret"))
      .map(({ inputs }) => inputs);
    assert.deepEqual(texts(objects), texts(expected));
    assert.equal(applied.length, expected.length);
  });

  it("makes the namespaces and nothing for Argo CD; the controller's only where the stack brings the controller", async () => {
    const namespaces = async (controlPlane: "install" | "existing") => {
      const args = { environment: "test", namespace: "agentgateway-test", controlPlane };
      const created = await record(() => new TargetCluster("target", args, onCluster()));
      return created.slice(1, -1).map(typeAndName);
    };
    assert.deepEqual(await namespaces("install"), [
      "kubernetes:core/v1:Namespace target-namespace-agentgateway-system",
      "kubernetes:core/v1:Namespace target-namespace-agentgateway-test",
    ]);
    assert.deepEqual(await namespaces("existing"), ["kubernetes:core/v1:Namespace target-namespace-agentgateway-test"]);
  });

  it("brings the controller by its chart, after the CRDs", async () => {
    const steps: string[] = [];
    const created = await record(
      () =>
        new AgentGatewayController(
          "controller",
          {
            release: "agentgateway-test",
            charts: desired.sources.charts,
            version: "1.4.0",
            values: { resources: {} },
            applyCrds: () => {
              steps.push("CRDs");
              return Promise.resolve();
            },
          },
          onCluster(),
        ),
    );
    const chart = created.find(({ type }) => type === "kubernetes:helm.sh/v4:Chart");
    assert.deepEqual(chart?.inputs, {
      chart: "oci://cr.agentgateway.dev/charts/agentgateway",
      version: "1.4.0",
      namespace: "agentgateway-system",
      values: { resources: {} },
    });
    assert.equal(chart.name, "agentgateway-test", "the release is called as Argo CD calls it");
    assert.deepEqual(steps, ["CRDs"]);
  });

  it("waits when everything is applied", async () => {
    const waits: string[] = [];
    let objects: unknown;
    await record(() => {
      const live = new LiveEnvironment("environment", {
        objects: [],
        untilWorking: () => {
          waits.push("waited");
          return Promise.resolve();
        },
      });
      live.objects.apply((count) => (objects = count));
    });
    assert.deepEqual([waits, objects], [["waited"], 0]);
  });
});

/** Objects for comparison: the order of their fields, and theirs, does not matter. */
function texts(objects: readonly object[]): string[] {
  return objects.map((object) => JSON.stringify(sorted(object))).sort();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([key, item]) => [key, sorted(item)]),
  );
}
