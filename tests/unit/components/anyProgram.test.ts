import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  A2aAgent,
  AgentGateway,
  AgentGatewayController,
  ArgoCd,
  GatewayApi,
  GatewayPolicy,
  GitRepository,
  LlmProvider,
  McpRouting,
  McpServer,
  RootApplication,
  TargetCluster,
} from "../../../components";
import { placedManifest } from "../../../components/argocd/install";
import { ARGOCD_NAMESPACE } from "../../../components/argocd/namespace";
import { AgentGatewayEnvironment } from "../../../config/component";
import { UserError } from "../../../core/errors";
import type { KubernetesObject } from "../../../kube/object";
import { release } from "../../../dev/support/argocdRelease";
import { environment } from "../../../dev/support/environment";
import { onCluster } from "../../../dev/support/placement";
import { record, type Registration } from "../../../dev/support/recorder";

const label = ({ type, name }: Registration) =>
  `${type.replace(/^(agentgateway-infra:index|kubernetes|random:index\/\w+):/, "")} ${name}`;
const custom = (all: Registration[]) => all.filter(({ type }) => !type.startsWith("pulumi:"));

/** What a program creates, without providers. */
async function created(program: (opts: pulumi.ComponentResourceOptions) => unknown): Promise<Registration[]> {
  return custom(await record(() => program(onCluster())));
}
const names = async (program: (opts: pulumi.ComponentResourceOptions) => unknown) =>
  (await created(program)).map(label);

function inputs(all: Registration[], name: string): Record<string, unknown> {
  const found = all.find((each) => label(each) === name);
  assert.ok(found, `no ${name} in ${all.map(label).join(", ")}`);
  return found.inputs;
}

function message(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.message;
  }
  return "none";
}

const BACKEND = "agentgateway.dev/v1alpha1:AgentgatewayBackend";
const POLICY = "agentgateway.dev/v1alpha1:AgentgatewayPolicy";
const ROUTE = "gateway.networking.k8s.io/v1:HTTPRoute";

describe("in any program", () => {
  it("a gateway creates Gateway, parameters, observability and its certificates", async () => {
    const all = await created((opts) => {
      const tls = { certificate: pulumi.output("C"), key: "K" };
      const listeners = { https: { port: 443, protocol: "HTTPS" as const, tls } };
      return new AgentGateway("edge", { namespace: "team", listeners, observability: { accessLog: {} } }, opts);
    });
    assert.deepEqual(all.map(label), [
      "AgentGateway edge",
      "agentgateway.dev/v1alpha1:AgentgatewayParameters edge",
      `${POLICY} edge-observability`,
      "core/v1:Secret edge-tls-https",
      "gateway.networking.k8s.io/v1:Gateway edge",
    ]);
    assert.deepEqual(inputs(all, "core/v1:Secret edge-tls-https"), {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "edge-https-tls", namespace: "team" },
      type: "kubernetes.io/tls",
      data: { secret: { "tls.crt": "Qw==", "tls.key": "Sw==" } },
    });
    assert.ok(all.filter(({ type }) => type.startsWith("kubernetes:")).every(({ provider }) => provider === "cluster"));
  });

  it("a gateway's URLs follow from its status", async () => {
    let known = (_: unknown): void => undefined;
    const urls = new Promise((resolve) => (known = resolve));
    await record(() => {
      const gateway = new AgentGateway("edge", { listeners: { http: { port: 80, hostname: "ai.example.com" } } });
      pulumi.all([gateway.url, gateway.listeners, gateway.addresses]).apply(known);
    });
    assert.deepEqual(await urls, ["http://ai.example.com", { http: "http://ai.example.com" }, []]);
  });

  it("a provider creates backend, route and Secret, whose value is a secret whatever it was", async () => {
    const all = await created((opts) => {
      const gateway = new AgentGateway("edge", { namespace: "team" }, opts);
      return new LlmProvider(
        "openai",
        { gateway, provider: "openai", model: pulumi.output("m"), apiKey: pulumi.output("k") },
        opts,
      );
    });
    assert.deepEqual(
      all.map(label).filter((each) => each.includes("openai")),
      ["LlmProvider openai", `${BACKEND} openai`, "core/v1:Secret openai-credentials", `${ROUTE} openai`],
    );
    const { metadata, spec } = inputs(all, `${BACKEND} openai`) as { metadata: object; spec: { ai: unknown } };
    assert.deepEqual(metadata, {
      name: "openai",
      namespace: "team",
      annotations: { "pulumi.com/waitFor": "condition=Accepted" },
    });
    assert.deepEqual(spec.ai, { provider: { openai: { model: "m" } } });
    assert.deepEqual(inputs(all, "core/v1:Secret openai-credentials").data, { secret: { Authorization: "aw==" } });
    const route = inputs(all, `${ROUTE} openai`) as { spec: { parentRefs: { name: string }[] } };
    assert.equal(route.spec.parentRefs[0]?.name, "edge");
  });

  it("a failover refers to providers by the component, or by the name of one before it", async () => {
    const program = (opts: pulumi.ComponentResourceOptions) => {
      const a = new LlmProvider(
        "a",
        { gateway: "g", provider: "openai", model: pulumi.output("m"), apiKey: "k" },
        opts,
      );
      new LlmProvider("b", { gateway: "g", provider: "anthropic", apiKey: "k" }, opts);
      return new LlmProvider("any", { gateway: "g", failover: [{ use: a }, [{ use: "b", model: "x" }]] }, opts);
    };
    const all = await created(program);
    const { spec } = inputs(all, `${BACKEND} any`) as { spec: { ai: { groups: { providers: object[] }[] } } };
    assert.deepEqual(
      spec.ai.groups.map(({ providers }) => providers.map((each) => JSON.stringify(each).slice(0, 40))),
      [['{"name":"a","openai":{"model":"m"},"poli'], ['{"anthropic":{"model":"x"},"name":"b","po'.slice(0, 40)]],
    );
    assert.match(
      message(() => new LlmProvider("any", { gateway: "g", failover: [{ use: "nobody" }] })),
      /failover\[0\].use: "nobody" is no LlmProvider with the same parent that was created before/,
    );
  });

  it("MCP servers have routes of their own, or share one", async () => {
    assert.deepEqual(await names((opts) => new McpServer("docs", { gateway: "g", host: "a.example.com" }, opts)), [
      "McpServer docs",
      `${BACKEND} docs-mcp-backend`,
      `${ROUTE} docs-mcp`,
    ]);
    const shared = await names((opts) => {
      const docs = new McpServer("docs", { gateway: "g", routed: false, host: "a.example.com" }, opts);
      const run = new McpServer("run", { gateway: "g", routed: false, image: "run:1", secrets: { T: "t" } }, opts);
      return new McpRouting("tools", { gateway: "g", path: "/tools", servers: [docs, run] }, opts);
    });
    assert.deepEqual(shared, [
      "McpRouting tools",
      "McpServer docs",
      "McpServer run",
      `${BACKEND} tools-backend`,
      "apps/v1:Deployment run",
      "core/v1:Secret run-credentials",
      "core/v1:Service run",
      `${ROUTE} tools`,
      "networking.k8s.io/v1:NetworkPolicy run",
    ]);
  });

  it("an agent creates its route, and what runs it", async () => {
    assert.deepEqual(await names((opts) => new A2aAgent("planner", { gateway: "g", image: "planner:1" }, opts)), [
      "A2aAgent planner",
      `${POLICY} planner-card`,
      "apps/v1:Deployment planner",
      "core/v1:Service planner",
      `${ROUTE} planner`,
      "networking.k8s.io/v1:NetworkPolicy planner",
    ]);
  });

  it("a policy is on a component, or on what a name says, and hashes its keys", async () => {
    const all = await created((opts) => {
      const agent = new A2aAgent("planner", { gateway: "g", host: "a.example.com", path: "/x/plan" }, opts);
      const keys = { ci: { key: pulumi.output("s"), metadata: { team: pulumi.output("t") } } };
      new GatewayPolicy("keys", { gateway: "g", on: agent, apiKeys: { keys } }, opts);
      new GatewayPolicy("slow", { gateway: "g", on: { mcpPath: "/mcp" }, timeouts: { request: "9s" } }, opts);
      return new GatewayPolicy("all", { gateway: "g", on: "gateway", timeouts: { request: "9s" } }, opts);
    });
    const on = (name: string) =>
      (
        inputs(all, `${POLICY} ${name}`) as { spec: { targetRefs: { kind: string; name: string }[] } }
      ).spec.targetRefs.map(({ kind, name: of }) => `${kind}/${of}`);
    assert.deepEqual([on("keys"), on("slow"), on("all")], [["HTTPRoute/x-plan"], ["HTTPRoute/mcp"], ["Gateway/g"]]);
    const { data } = inputs(all, "core/v1:Secret keys-policy-api-keys") as { data: { secret: { ci: string } } };
    assert.deepEqual(Object.keys(JSON.parse(Buffer.from(data.secret.ci, "base64").toString()) as object), [
      "keyHash",
      "metadata",
    ]);
  });

  it("a whole environment comes from one specification, several in one program", async () => {
    const spec = {
      llmProviders: {
        openai: { provider: "openai" as const, apiKey: pulumi.output("k") },
        any: { failover: [{ use: "openai" }] },
      },
      mcpServers: { docs: { host: pulumi.output("docs.example.com") } },
      policies: { slow: { on: { provider: "any" }, timeouts: { request: "9s" } } },
      patches: { "HTTPRoute/any": { metadata: { labels: { a: pulumi.output("b") } } } },
    };
    const all = await created((opts) => {
      new AgentGatewayEnvironment("eu", { namespace: "eu", ...spec }, opts);
      return new AgentGatewayEnvironment("us", { namespace: "us", createNamespace: false, ...spec }, opts);
    });
    assert.deepEqual(
      all.map(label).filter((each) => / eu/.test(each)),
      [
        "AgentGateway eu-gateway",
        "AgentGatewayEnvironment eu",
        "GatewayPolicy eu-slow",
        "LlmProvider eu-any",
        "LlmProvider eu-openai",
        "McpRouting eu-mcp",
        "McpServer eu-docs",
        `${BACKEND} eu-any`,
        `${BACKEND} eu-mcp-backend`,
        `${BACKEND} eu-openai`,
        "agentgateway.dev/v1alpha1:AgentgatewayParameters eu-default-parameters",
        `${POLICY} eu-any-retry`,
        `${POLICY} eu-slow`,
        "core/v1:Namespace eu-namespace",
        "core/v1:Secret eu-openai-credentials",
        "gateway.networking.k8s.io/v1:Gateway eu-agentgateway-proxy",
        `${ROUTE} eu-any`,
        `${ROUTE} eu-mcp`,
        `${ROUTE} eu-openai`,
      ],
    );
    const { metadata } = inputs(all, `${ROUTE} us-any`) as { metadata: object };
    assert.deepEqual((metadata as { labels: object }).labels, { a: "b" });
    assert.ok(!all.map(label).includes("core/v1:Namespace us-namespace"));
  });

  it("an Argo CD is told of repositories with credentials from other resources", async () => {
    const all = await created(
      (opts) =>
        new GitRepository(
          "repo",
          { url: "https://example.com/a.git", password: pulumi.output("p"), namespace: "cd" },
          opts,
        ),
    );
    assert.deepEqual(all.map(label), ["GitRepository repo", "core/v1:Secret repo-charts", "core/v1:Secret repo-git"]);
    const { metadata, data } = inputs(all, "core/v1:Secret repo-git") as {
      metadata: { namespace: string };
      data: { secret: Record<string, string> };
    };
    assert.equal(metadata.namespace, "cd");
    assert.equal(data.secret.password, "cA==");
  });

  it("a root Application is waited for by the provider", async () => {
    const all = await created((opts) => {
      const repository = { url: pulumi.output("https://example.com/a.git") };
      return new RootApplication("root", { environment: "eu", namespace: "eu", repository }, opts);
    });
    const { metadata, spec } = inputs(all, "argoproj.io/v1alpha1:Application root-application") as {
      metadata: { name: string; annotations: Record<string, string> };
      spec: { source: object };
    };
    assert.equal(metadata.name, "agentgateway-infra-root-eu");
    assert.match(metadata.annotations["pulumi.com/waitFor"] ?? "", /health.status}=Healthy/);
    assert.deepEqual(spec.source, {
      repoURL: "https://example.com/a.git",
      targetRevision: "dev",
      path: "app-of-apps/eu",
    });
  });

  it("an Argo CD is in its namespace, whatever the provider's default is", () => {
    const lines = placedManifest(release, environment().argocd).split("\n");
    const objects = lines.map((line) => JSON.parse(line) as KubernetesObject);
    const elsewhere = objects.filter(({ metadata }) => metadata.namespace !== ARGOCD_NAMESPACE).map(({ kind }) => kind);
    assert.deepEqual([...new Set(elsewhere)].sort(), ["CustomResourceDefinition"]);
  });

  it("the controller and Gateway API come with their CRDs", async () => {
    assert.deepEqual(await names((opts) => new AgentGatewayController("agw", {}, opts)), [
      "AgentGatewayController agw",
      "core/v1:Namespace agw-namespace",
      "helm.sh/v4:Chart agw",
      "helm.sh/v4:Chart agw-crds",
    ]);
    assert.match(
      message(() => new GatewayApi("gw", { version: "1.0" })),
      /GatewayApi "gw": an argument is wrong:\n {2}- version: "1.0" must be a release/,
    );
  });

  const wrong: [string, () => unknown, string][] = [
    [
      "a provider of no kind",
      () => new LlmProvider("x", { gateway: "g", provider: "openia" } as never),
      'LlmProvider "x": an argument is wrong:\n  - provider: "openia" is no provider\n      Did you mean "openai"?',
    ],
    [
      "a secret that is missing",
      () => new LlmProvider("x", { gateway: "g", provider: "openai" }),
      'LlmProvider "x": an argument is wrong:\n  - apiKey: is missing\n      Pass a text or an output, such as config.requireSecret(…).',
    ],
    [
      "a gateway that is missing",
      () => new A2aAgent("x", { host: "a.example.com" } as never),
      'A2aAgent "x": an argument is wrong:\n  - gateway: is missing',
    ],
    [
      "a name that is none",
      () => new LlmProvider("X Y", { gateway: "g", provider: "openai", apiKey: "k" }),
      'LlmProvider "X Y": an argument is wrong:\n  - objectName: "X Y" must be lower-case letters, digits and dashes, start with a letter, at most 63 characters',
    ],
    [
      "a patch for nothing",
      () => new A2aAgent("x", { gateway: "g", host: "a.example.com", patches: { "HTTPRoute/y": {} } }),
      'A2aAgent "x": an argument is wrong:\n  - patches.HTTPRoute/y: is for an object that the component does not create\n      Did you mean "HTTPRoute/x"?',
    ],
    [
      "a listener without a certificate",
      () => new AgentGateway("x", { listeners: { s: { port: 443, protocol: "HTTPS" } } }),
      'AgentGateway "x": an argument is wrong:\n  - listeners.s.tls: is missing',
    ],
    [
      "a cluster without its address",
      () => new TargetCluster("x", { environment: "e", namespace: "n", clusterName: "far", argocd: {} }),
      'TargetCluster "x": an argument is wrong:\n  - argocd.apiServer: is missing\n      Give the server as Argo CD reaches it.',
    ],
    [
      "an Argo CD with sign-on and no address",
      () =>
        new ArgoCd("x", {
          sso: { oidc: { name: "x", issuer: "https://i.example.com", clientID: "c", clientSecret: "s" } },
        }),
      'ArgoCd "x": an argument is wrong:\n  - url: is missing, and argocd.sso needs it',
    ],
    [
      "a policy of a whole environment on nothing",
      () => new AgentGatewayEnvironment("x", { namespace: "n", policies: { p: { on: { provider: "y" }, cors: {} } } }),
      'AgentGatewayEnvironment "x": an argument is wrong:',
    ],
  ];
  for (const [what, make, expected] of wrong) {
    it(`refuses ${what}`, () => assert.ok(message(make).startsWith(expected), message(make)));
  }
});
