import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { KubeApi } from "../../dev/sandbox/cluster/api";
import { ApiServer } from "../../dev/support/apiServer";
import { Consumer, type Program } from "../../dev/support/consumer";
import { startControlPlane, type ControlPlane } from "../../dev/support/controlPlane";
import { crdFiles } from "../../dev/support/crds";
import { assertCode, assertRefused, eventually } from "../../dev/support/shell";

const OPENAI_KEY = "sk-a-key-that-nobody-may-see";
const ENVIRONMENT = [
  "AgentgatewayBackend docs-mcp-docs-backend",
  "AgentgatewayBackend openai",
  "AgentgatewayBackend vllm",
  "AgentgatewayParameters gateway",
  "AgentgatewayPolicy limit",
  "Gateway gateway",
  "HTTPRoute docs-mcp-docs",
  "HTTPRoute openai",
  "HTTPRoute vllm",
  "Namespace ai",
  "Secret openai-credentials",
  "Secret vllm-credentials",
];

// The whole life of each example, by the real CLI, against a real API server and the real controller, with nothing of this
// repository but the package.
describe("a program of somebody's, with the package", () => {
  let plane: ControlPlane;
  let server: ApiServer;
  let api: KubeApi;
  let consumer: Consumer;
  before(async () => {
    const { assets } = await ensureToolchain({ only: [] });
    plane = await startControlPlane({ controller: true, keeper: true });
    server = new ApiServer(plane.access);
    api = new KubeApi(plane.access);
    await server.serve(crdFiles(assets).filter((file) => !/(application|appproject)-crd/.test(file)));
    await server.ensureNamespace("agentgateway-system");
    consumer = await Consumer.open(plane.access);
  });
  after(async () => {
    consumer?.close();
    server?.close();
    api?.close();
    await plane?.stop();
  });

  it("has what it needs, and nothing else", () => {
    const files = readdirSync(consumer.package, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(consumer.package, join(parentPath, name)));
    const built = /^dist\/(exports|(checks|cli\/package|components|config|core|kube)\/.+)\.js$/;
    assert.deepEqual(files.filter((file) => !built.test(file)).sort(), [
      "PulumiPlugin.yaml",
      "README.md",
      "cli/package/components.schema.json",
      "cli/package/plugin.cjs",
      "cli/package/pulumi-resource-agentgateway-infra",
      "dist/exports.d.ts",
      "package.json",
    ]);
  });

  it("in TypeScript", async () => {
    const program = consumer.take("typescript");
    await live(program);
    await passesOptionsOn(program);
  });

  it("as a whole environment from one specification", async () => {
    const program = consumer.take("typescript");
    program.edit("index.ts", () => WHOLE);
    const { pulumi } = program;
    assertCode(await pulumi(["stack", "init", "whole"]), 0);
    assertCode(await pulumi(["up", "--yes", "--skip-preview"]), 0);
    assert.deepEqual(objectsOf(await stateOf(program)), [
      "AgentgatewayBackend eu-any",
      "AgentgatewayBackend eu-mcp-backend",
      "AgentgatewayBackend eu-vllm",
      "AgentgatewayParameters eu-default-parameters",
      "AgentgatewayPolicy eu-any-retry",
      "AgentgatewayPolicy eu-slow",
      "Gateway eu-agentgateway-proxy",
      "HTTPRoute eu-any",
      "HTTPRoute eu-mcp",
      "HTTPRoute eu-vllm",
      "Namespace eu-namespace",
      "Secret eu-vllm-credentials",
    ]);
    assertCode(await pulumi(["preview", "--refresh", "--expect-no-changes"]), 0);
    assertCode(await pulumi(["destroy", "--yes", "--skip-preview"]), 0);
  });

  it("in YAML", async () => {
    const program = consumer.take("yaml");
    // As long as the toolchain's language host for Node.js can't run plugins, by the executable in place of its directory.
    const host = `${consumer.package}/cli/package`;
    assertCode(await program.pulumi(["package", "add", `${host}/pulumi-resource-agentgateway-infra`]), 0);
    const found = `plugins:\n  providers:\n    - name: agentgateway-infra\n      path: ${relative(program.directory, host)}\n`;
    program.edit("Pulumi.yaml", (text) => text + found);
    await live(program);
  });

  /** What the Secrets of the cluster hold, plain and encoded. */
  async function secretValues(): Promise<string[]> {
    const answers = ["openai-secret", "vllm-secret"].map((name) => api.get(`/api/v1/namespaces/ai/secrets/${name}`));
    const encoded = (await Promise.all(answers)).flatMap(({ body }) =>
      Object.values((body as { data: Record<string, string> }).data),
    );
    const plain = encoded.map((value) => Buffer.from(value, "base64").toString());
    assert.equal(plain[0], OPENAI_KEY);
    assert.match(plain[1] ?? "", /^\w{40}$/);
    return [...encoded, ...plain];
  }

  /** Deploys, finds nothing to change, is refused what is wrong, and leaves nothing. */
  async function live(program: Program): Promise<void> {
    const { pulumi } = program;
    assertCode(await pulumi(["stack", "init", "test"]), 0);
    assertCode(await pulumi(["config", "set", "--secret", "openaiKey"], OPENAI_KEY), 0);
    assertCode(await pulumi(["up", "--yes", "--skip-preview"]), 0);

    const state = await stateOf(program);
    assert.deepEqual(objectsOf(state), ENVIRONMENT);
    for (const value of await secretValues())
      assert.ok(!state.text.includes(value), "a secret is readable in the state");
    assertCode(await pulumi(["up", "--yes", "--skip-preview", "--expect-no-changes"]), 0);
    assertCode(await pulumi(["preview", "--refresh", "--expect-no-changes"]), 0);

    program.edit(program.directory.endsWith("yaml") ? "Pulumi.yaml" : "index.ts", (text) =>
      text.replace(/(path: ")?\/mcp\/docs/, "$1mcp/docs"),
    );
    const refused = await pulumi(["preview"]);
    assertRefused(refused, /McpServer "docs": an argument is wrong:\s+- path: /);
    assert.doesNotMatch(refused.all, /^\s+at .+:\d+:\d+\)?$/m);

    assertCode(await pulumi(["destroy", "--yes", "--skip-preview"]), 0);
    assert.deepEqual(objectsOf(await stateOf(program)), []);
    await eventually("the namespace is gone", 60, async () => (await api.get("/api/v1/namespaces/ai")).status === 404);
  }
});

const WHOLE = `
import * as k8s from "@pulumi/kubernetes";
import * as random from "@pulumi/random";
import { AgentGatewayEnvironment } from "agentgateway-infra";

const key = new random.RandomPassword("key", { length: 20 });
const environment = new AgentGatewayEnvironment(
  "eu",
  {
    namespace: "eu",
    gateway: { service: { type: "ClusterIP" } },
    llmProviders: {
      vllm: { provider: "openai", upstream: { host: "vllm.example.com", pathPrefix: "/v1" }, model: key.id, apiKey: key.result },
      any: { failover: [{ use: "vllm" }] },
    },
    mcpServers: { docs: { host: "docs.example.com" } },
    policies: { slow: { on: { provider: "any" }, timeouts: { request: "9s" } } },
    patches: { "HTTPRoute/any": { metadata: { labels: { team: "ai" } } } },
  },
  { provider: new k8s.Provider("cluster") },
);
export const url = environment.url;
`;

/** The options of a component reach its objects, as its users expect of Pulumi. */
async function passesOptionsOn(program: Program): Promise<void> {
  program.edit("index.ts", (text) =>
    text
      .replace('"mcp/docs"', '"/mcp/docs"')
      .replace(
        "{ provider: cluster }",
        "{ provider: cluster, protect: true, retainOnDelete: true, transforms: [labelled] }",
      )
      .replace(
        /^const config =/m,
        `const labelled: pulumi.ResourceTransform = ({ type, props, opts }) => ({
          props: type.startsWith("kubernetes:") ? { ...props, metadata: { ...props.metadata, labels: { team: "ai" } } } : props,
          opts,
        });
        const config =`,
      ),
  );
  const { code, stdout, all } = await program.pulumi(["preview", "--json"]);
  assertCode({ code, stdout, all }, 0);
  const { steps } = JSON.parse(stdout) as { steps: { urn: string; newState: Step }[] };
  const objects = steps.filter(({ urn }) => /LlmProvider\$kubernetes:/.test(urn)).map(({ newState }) => newState);
  assert.equal(objects.length, 6, "backend, route and Secret of two providers");
  for (const { protect, retainOnDelete, inputs } of objects)
    assert.deepEqual([protect, retainOnDelete, inputs.metadata.labels], [true, true, { team: "ai" }]);
}

interface Step {
  protect?: boolean;
  retainOnDelete?: boolean;
  inputs: { metadata: { labels?: Record<string, string> } };
}

interface State {
  text: string;
  resources: { type: string; urn: string }[];
}

async function stateOf({ pulumi }: Program): Promise<State> {
  const { code, stdout, all } = await pulumi(["stack", "export"]);
  assertCode({ code, stdout, all }, 0);
  const { deployment } = JSON.parse(stdout) as { deployment: { resources?: State["resources"] } };
  return { text: stdout, resources: deployment.resources ?? [] };
}

/** The objects of the cluster, by kind and name of the resource. */
function objectsOf({ resources }: State): string[] {
  return resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ type, urn }) => `${type.split(":").at(-1)} ${urn.split("::").at(-1)}`)
    .sort();
}
