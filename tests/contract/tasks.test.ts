import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { KubernetesObject } from "../../kube/object";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { Checkout } from "../../dev/support/checkout";
import { commandsOf, sections, type Block } from "../../dev/support/sections";
import type { Outcome } from "../../dev/support/shell";

const PAGE = "docs/tasks.md";

// What needs a cluster is not run here: `pulumi up` is by the end-to-end story, `kubectl apply` of both files by no test yet.
describe("the seven tasks", function () {
  this.timeout(300_000);
  const tasks = sections(PAGE);
  let binDir: string;
  let checkout: Checkout;

  before(async () => {
    ({ binDir } = await ensureToolchain({ only: ["kustomize", "pulumi"] }));
  });
  beforeEach(() => {
    checkout = new Checkout(process.cwd());
    checkout.useTools(binDir);
  });
  afterEach(() => rmSync(checkout.root, { recursive: true }));

  const blocks = (task: string): Block[] => {
    const found = tasks.get(task);
    if (found === undefined) throw new Error(`${PAGE} has no task "${task}"`);
    return found;
  };

  /** Runs a command of the page as it stands there. */
  async function runs(command: string, input = ""): Promise<Outcome> {
    const outcome = await checkout.shell("bash", ["-c", command], input);
    assert.equal(outcome.code, 0, `${command}\n${outcome.all}`);
    return outcome;
  }

  async function built(environment: string): Promise<Map<string, KubernetesObject>> {
    const { stdout } = await runs(`kustomize build k8s/overlays/${environment}`);
    const objects = parseAllDocuments(stdout).map((document) => document.toJS() as KubernetesObject);
    return new Map(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
  }

  const text = (file: string) => readFileSync(join(checkout.directory, file), "utf8");

  const under = (catalogue: string, entry: string) =>
    checkout.edit("platform.ts", (text) => text.replace(`${catalogue}: {`, `${catalogue}: {\n${entry}`));

  it("add an LLM provider: as an entry, and by hand", async () => {
    const task = blocks("Add an LLM provider");
    const [entry, manifest, declaration] = task.filter(({ language }) => language !== "bash") as [Block, Block, Block];
    const [setKey, render, , renderAgain] = commandsOf(task) as [string, string, string, string];
    under("llmProviders", entry.text);
    await runs("pulumi stack init dev");
    await runs(setKey, "a-key");
    await runs(render);
    assert.ok((await built("dev")).has("HTTPRoute/mistral"));

    const file = join(checkout.directory, manifest.file!);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, manifest.text);
    const refused = await checkout.shell("bash", ["-c", render]);
    assert.match(refused.all, /"mistral-small-key" is no Secret that the stack makes/);
    checkout.edit("platform.ts", (text) => text.replace("definePlatform({", `definePlatform({\n${declaration.text}`));
    await runs(renderAgain);
    for (const environment of ["dev", "stage", "prod"]) {
      const route = (await built(environment)).get("HTTPRoute/mistral-small");
      assert.equal(route?.metadata.namespace, `agentgateway-${environment === "dev" ? "system" : environment}`);
    }
  });

  it("connect an MCP server", async () => {
    const task = blocks("Connect an MCP server");
    under("mcpServers", task[0]!.text);
    for (const command of commandsOf(task)) await runs(command);
    const objects = await built("prod");
    assert.ok(objects.has("Deployment/mcp-weather") && objects.has("Service/mcp-weather"));
    assert.match(
      JSON.stringify(objects.get("AgentgatewayBackend/mcp-backend")),
      /"backendRef":\{"name":"mcp-weather"\}/,
    );
  });

  it("override an API key and a replica count for prod", async () => {
    await runs("pulumi stack init prod");
    const [setKey, setReplicas, render] = commandsOf(blocks("Override")) as [string, string, string];
    await runs(setKey, "the-key-of-prod");
    await runs(setReplicas);
    await runs(render);
    const replicas = async (environment: string) => {
      const parameters = (await built(environment)).get("AgentgatewayParameters/default-parameters");
      return (parameters?.spec as { deployment?: { spec: { replicas: number } } }).deployment?.spec.replicas;
    };
    assert.deepEqual([await replicas("prod"), await replicas("stage")], [5, undefined]);
    assert.match((await runs("git diff -- Pulumi.prod.yaml")).stdout, /openai:\s+\+\s+apiKey:\s+\+\s+secure: v1:/);
    assert.doesNotMatch((await runs("git diff")).stdout, /the-key-of-prod/);
  });

  it("override: a patch by hand is refused, kept, and sent to where it belongs", async () => {
    const overlay = "k8s/overlays/prod/kustomization.yaml";
    checkout.edit(overlay, (text) => text.replace(/(?<=\/replicas\n +value: )\d+$/m, "7"));
    writeFileSync(join(checkout.directory, "k8s/overlays/prod/mine.yaml"), "kind: AgentgatewayParameters\n");
    for (const render of ["npm run render", "npm run render -- --check"]) {
      const { code, all } = await checkout.shell("bash", ["-c", render]);
      assert.equal(code, 1);
      const beginning = render.endsWith("--check")
        ? /Git would not get what the configuration says/
        : /Nothing was written:/;
      assert.match(all, beginning);
      assert.match(
        all,
        /kustomization\.yaml: was rendered and then edited by hand\s+Say what differs in Pulumi\.prod\.yaml/,
      );
      assert.match(
        all,
        /mine\.yaml: was written by hand where nothing reads it\s+Say what differs in Pulumi\.prod\.yaml/,
      );
      assert.match(text(overlay), /\/replicas\n +value: 7$/m);
    }
    await runs("rm k8s/overlays/prod/mine.yaml && git checkout k8s/overlays && npm run render");
  });

  it("deploy one environment: each has its own path, on the one branch", async () => {
    const rows = [...text(PAGE).matchAll(/^\| (\w+) +\| `(\w+)` +\| `(\S+)` +\| `(\S+)` +\|$/gm)];
    assert.deepEqual(
      rows.map(([, environment]) => environment),
      ["dev", "stage", "prod"],
    );
    for (const [, environment, branch, path, root] of rows as unknown as [string, string, string, string, string][]) {
      const [source, ...others] = await applications(environment, "agentgateway-configs");
      assert.deepEqual([source?.spec.source.targetRevision, source?.spec.source.path, others], [branch, path, []]);
      assert.match(text(root), new RegExp(`path: app-of-apps/${environment}\n`));
    }
    const applied = commandsOf(blocks("Deploy one environment")).flatMap((line) => /-f (\S+)/.exec(line)?.[1] ?? []);
    assert.equal(applied.length, 2);
    for (const file of applied) assert.ok(text(file));
  });

  it("deploy to another cluster", async () => {
    await runs("pulumi stack init prod");
    const [setName, setKubeconfig, render] = commandsOf(blocks("Deploy to another cluster")) as [
      string,
      string,
      string,
    ];
    writeFileSync(join(checkout.directory, "prod-eu.kubeconfig"), "apiVersion: v1\n");
    for (const command of [setName, setKubeconfig, render]) await runs(command);
    const found = await applications("prod", "");
    assert.equal(found.length, 4);
    assert.deepEqual([...new Set(found.map(({ spec }) => spec.destination.name))], ["prod-eu"]);
  });

  it("find a 404: two routes with one path are named", async () => {
    under("llmProviders", 'mistral: { provider: "openai", path: "/openai" },');
    const [check] = commandsOf(blocks("Find a 404")) as [string];
    const { code, all } = await checkout.shell("bash", ["-c", check]);
    assert.equal(code, 1);
    assert.match(all, /llmProviders\.\S+: has the same path \/openai as llmProviders\.\S+/);
  });

  it("check a hostname: one that holds in a single namespace is refused", async () => {
    const backend = (host: string) => `apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: { name: mine-${host.length} }
spec: { mcp: { targets: [{ name: a, static: { host: ${host}, port: 80 } }] } }
`;
    const [check] = commandsOf(blocks("Check a hostname")) as [string];
    const hosts = ["tools.agentgateway-system.svc.cluster.local", "tools.agentgateway-system", "mcp-website-fetcher"];
    writeFileSync(join(checkout.directory, "k8s/base/mine.yaml"), hosts.map(backend).join("---\n"));
    const { code, all } = await checkout.shell("bash", ["-c", check]);
    assert.equal(code, 1);
    for (const host of hosts) {
      const service = host.split(".")[0];
      assert.match(
        all,
        new RegExp(`"${host}" .*\\s+Refer to the Service by a backendRef instead: { name: ${service} }, and its port.`),
      );
    }
  });

  /** The component Applications of an environment whose names begin so. */
  async function applications(environment: string, name: string): Promise<Application[]> {
    const { stdout } = await runs(`kustomize build app-of-apps/${environment}`);
    return parseAllDocuments(stdout)
      .map((document) => document.toJS() as Application)
      .filter(({ metadata }) => metadata.name.startsWith(name));
  }
});

interface Application extends KubernetesObject {
  spec: { source: { targetRevision: string; path?: string }; destination: { name?: string } };
}
