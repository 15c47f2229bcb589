import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { installation, otherRelease, restarted } from "../../dev/support/argocdInstallation";
import { pushToDev } from "../../dev/support/change";
import { Checkout } from "../../dev/support/checkout";
import { STORIES } from "../../dev/support/commands";
import { applicationSets } from "./applicationSets";
import { bothDeliveries } from "./direct";
import { followsCommits } from "./commits";
import { hostileCommit } from "./hostileCommit";
import { driftOfManyKinds } from "./drift";
import { freezesAndNotifications } from "./freeze";
import { Readme } from "../../dev/support/readme";
import { promotes } from "./promote";
import { announcements, foreignSecrets } from "./webhook";
import { assertCode, eventually, type Outcome } from "../../dev/support/shell";
import { lastChanges } from "../../dev/support/state";
import { whatIsPushed } from "./revision";

interface Summary {
  ok: boolean;
  environments: { environment: string; findings: { kind: string; name: string; ok: boolean; detail: string }[] }[];
}

interface Secrets {
  items: { metadata: { name: string }; data: Record<string, string> }[];
}

interface Application {
  status: { sync: { revision: string; status: string }; health: { status: string } };
}

interface Route {
  status: { parents: { conditions: { type: string; status: string }[] }[] };
}

// Made anew each time, so that it stands in no file, this one included, but those that a leak has put it into.
const MISTRAL_KEY = randomBytes(24).toString("base64url");

const PROVIDERS = ["anthropic", "azure-openai", "bedrock", "google", "openai", "vertex-ai"];

// One story, in order: each step stands on the one before, and the first that fails ends it.
describe("a new user's day", () => {
  let checkout: Checkout;
  before(() => {
    checkout = new Checkout(resolve(__dirname, "../.."));
  });

  after(() => checkout.discard());

  const readme = new Readme(() => checkout);

  function assertSummary({ stdout }: Outcome, environment: string, namespace: string): void {
    const { ok, environments } = JSON.parse(stdout) as Summary;
    assert.ok(ok);
    const findings = environments.find((each) => each.environment === environment)?.findings ?? [];
    const names = (kind: string) =>
      findings
        .filter((each) => each.kind === kind && each.ok)
        .map(({ name }) => name)
        .sort();
    assert.equal(names("Application").length, 5);
    assert.deepEqual(names("Gateway"), [`${namespace}/agentgateway-proxy`]);
    assert.deepEqual(
      names("HTTPRoute"),
      ["a2a", "mcp", ...PROVIDERS].sort().map((name) => `${namespace}/${name}`),
    );
    assert.deepEqual(
      names("AgentgatewayBackend"),
      ["mcp-backend", ...PROVIDERS].sort().map((name) => `${namespace}/${name}`),
    );
  }

  it("npm start deploys dev, and what it sums up is so", async () => {
    const outcome = await checkout.npm("start", "--json");
    assertCode(outcome, 0);
    assertSummary(outcome, "dev", "agentgateway-system");
    assert.doesNotMatch(outcome.all, /warning/i);
    readme.ran("npm start");
  });

  it("what the README shows of the sandbox, and of what to check and look at, works", async () => {
    await checkout.enterSandbox();
    await readme.follow("Try it: two commands");
    await readme.follow("Check before you push");
    await readme.follow("See how it stands, and what has drifted");
    await readme.follow("Set up Argo CD");
  });

  it("a preview right after changes nothing, with and without a look at the cluster", async () => {
    assertCode(await checkout.pulumi("preview", "--stack", "dev", "--expect-no-changes"), 0);
    assertCode(await checkout.pulumi("preview", "--stack", "dev", "--expect-no-changes", "--refresh"), 0);
  });

  it("npm start again changes nothing", async () => {
    const before = lastChanges(checkout, "dev");
    const outcome = await checkout.npm("start", "--json");
    assertCode(outcome, 0);
    assertSummary(outcome, "dev", "agentgateway-system");
    assert.deepEqual(lastChanges(checkout, "dev"), before);
  });

  it("an edit that is not rendered is refused, and names the files", async () => {
    readme.addToPlatform("Add an LLM provider");
    const missing = await checkout.pulumi("preview", "--stack", "dev");
    assertCode(missing, 1);
    assert.match(
      missing.all,
      /llmProviders\.mistral\.apiKey: is missing\s+Set it with: pulumi config set --secret --path 'llmProviders\.mistral\.apiKey' --stack dev/,
    );
    assertCode(
      await checkout.shell(
        "pulumi",
        ["config", "set", "--secret", "--path", "llmProviders.mistral.apiKey", "--stack", "dev"],
        MISTRAL_KEY,
      ),
      0,
    );
    const stale = await checkout.pulumi("preview", "--stack", "dev");
    assertCode(stale, 1);
    assert.match(stale.all, /Run `npm run render`/);
    assert.match(stale.all, /k8s\/base\/llm-providers\/mistral\.yaml: is missing/);
    for (const { all } of [missing, stale])
      assert.doesNotMatch(all, /\n\s+at .*\(.*:\d+:\d+\)/, "a user's mistake is shown without a stack trace");
  });

  it("a provider, an MCP server and an agent that were added, rendered, committed and pushed are served", async () => {
    readme.addToPlatform("Connect an MCP server");
    readme.addToPlatform("Add an A2A agent");
    await readme.follow("Add an LLM provider");
    const commit = checkout.commit("Add Mistral, the weather and a planner");
    await pushToDev(checkout);
    assertCode(await checkout.pulumi("up", "--stack", "dev", "--yes", "--skip-preview"), 0);
    await eventually("the commit is synced", 120, async () => {
      const { status } = await checkout.get<Application>("dev", "application", "agentgateway-configs", "-n", "argocd");
      return status.sync.revision === commit && status.sync.status === "Synced" && status.health.status === "Healthy";
    });
    for (const name of ["mistral", "mcp", "planner"]) {
      const route = await checkout.get<Route>("dev", "httproute", name, "-n", "agentgateway-system");
      const conditions = Object.fromEntries(
        (route.status.parents[0]?.conditions ?? []).map(({ type, status }) => [type, status]),
      );
      assert.deepEqual([conditions.Accepted, conditions.ResolvedRefs], ["True", "True"], name);
    }
  });

  whatIsPushed(() => checkout);

  hostileCommit(() => checkout);

  it("the Git server lets nobody in without the password that Argo CD has", async () => {
    const refs = `${checkout.variable("SANDBOX_GIT_URL").replace(/\/\/[^/@]*@/, "//")}/info/refs?service=git-upload-pack`;
    const status = async (headers: Record<string, string>) => (await fetch(refs, { headers })).status;
    assert.equal(await status({}), 401);
    assert.equal(await status({ Authorization: `Basic ${Buffer.from("sandbox:wrong").toString("base64")}` }), 401);
  });

  announcements(() => checkout);

  driftOfManyKinds(() => checkout);

  applicationSets(() => checkout);

  freezesAndNotifications(() => checkout);

  it("a setting of Argo CD restarts what reads it, another release all of it, and what it has made stays", async () => {
    const set = async (path: string, value: string) =>
      assertCode(await checkout.pulumi("config", "set", "--path", path, value, "--stack", "dev"), 0);
    const up = async () => assertCode(await checkout.pulumi("up", "--stack", "dev", "--yes", "--skip-preview"), 0);
    const first = await installation(checkout, "dev");
    await set("argocd.repoServer.parallelism", "5");
    await up();
    const second = await installation(checkout, "dev");
    assert.deepEqual(restarted(first, second), ["argocd-repo-server"]);

    const version = "3.6.99";
    const { stdout } = await checkout.pulumi("config", "get", "--path", "argocd.manifests", "--stack", "dev");
    const directory = join(checkout.root, "release");
    for (const [path, sha256] of Object.entries(otherRelease(stdout.trim(), directory, version))) {
      await set(`argocd.sha256["${path}"]`, sha256);
    }
    await set("argocd.manifests", directory);
    await set("argocd.version", version);
    await up();
    const third = await installation(checkout, "dev");
    assert.deepEqual(restarted(second, third), [
      "argocd-application-controller",
      "argocd-redis",
      "argocd-repo-server",
      "argocd-server",
    ]);
    for (const { kept } of [second, third]) assert.deepEqual(kept, first.kept);
    assertCode(await checkout.pulumi("preview", "--stack", "dev", "--refresh", "--expect-no-changes"), 0);
  });

  it("a key that is rotated is in the cluster, and the Secret is still the same", async () => {
    const secret = () =>
      checkout.get<{ metadata: { uid: string }; data: Record<string, string> }>(
        "dev",
        "secret",
        "openai-secret",
        "-n",
        "agentgateway-system",
      );
    const before = await secret();
    await readme.follow("Rotate a key");
    const after = await secret();
    assert.equal(after.metadata.uid, before.metadata.uid);
    assert.notEqual(after.data.Authorization, before.data.Authorization);
  });

  it("stage and prod run on clusters of their own, deployed by the Argo CD of dev, prod with what differs there", async () => {
    readme.addToStack("Override for one environment", "prod");
    assertCode(await checkout.npm("render"), 0);
    checkout.commit("Override for prod");
    await pushToDev(checkout);
    const outcome = await checkout.npm("start", "stage", "prod", "--json");
    // Mistral has a key of the sandbox's making there, and is served as everything else.
    assertCode(outcome, 0);
    const { environments } = JSON.parse(outcome.stdout) as Summary;
    const routes = (environment: string) => {
      const { findings = [] } = environments.find((each) => each.environment === environment) ?? {};
      assert.ok(findings.every(({ ok }) => ok));
      return findings.filter(({ kind }) => kind === "HTTPRoute").map(({ name }) => name.split("/")[1]);
    };
    assert.deepEqual(routes("stage").sort(), ["a2a", "mcp", "mistral", "planner", ...PROVIDERS].sort());
    assert.deepEqual(
      routes("prod").sort(),
      routes("stage")
        .filter((name) => name !== "google")
        .sort(),
    );
    const proxy = await checkout.get<{ spec: { replicas: number } }>(
      "prod",
      "deployment",
      "agentgateway-proxy",
      "-n",
      "agentgateway-prod",
    );
    assert.equal(proxy.spec.replicas, 5);
    for (const stack of ["stage", "prod"]) {
      const again = ["up", "--stack", stack, "--yes", "--skip-preview", "--expect-no-changes"];
      assertCode(await checkout.pulumi(...again), 0);
      assertCode(await checkout.pulumi("preview", "--stack", stack, "--refresh", "--expect-no-changes"), 0);
    }
  });

  followsCommits("prod", ["dev", "stage"], () => checkout);

  promotes("dev", () => checkout);

  bothDeliveries("stage", "agentgateway-stage", () => checkout);

  foreignSecrets(() => checkout);

  it("secrets stand nowhere but encrypted", async () => {
    const { items } = await checkout.get<Secrets>("dev", "secrets", "-n", "agentgateway-system");
    const keys = items
      .filter(({ metadata }) => metadata.name.endsWith("-secret"))
      .flatMap(({ data }) => Object.values(data));
    assert.ok(keys.length >= PROVIDERS.length + 2, "there are keys to look for");
    const forms = keys.flatMap((encoded) => [encoded, Buffer.from(encoded, "base64").toString()]);
    const texts = new Map([["what the commands printed", checkout.printed]]);
    for (const directory of [
      checkout.directory,
      ...["logs", "project", "pulumi-state", "git"].map((name) => join(checkout.sandbox, name)),
    ]) {
      for (const file of filesBelow(directory)) texts.set(file, readFileSync(file, "latin1"));
    }
    const leaks = [...texts].filter(([, text]) => forms.some((form) => text.includes(form))).map(([name]) => name);
    assert.deepEqual(leaks, []);
  });

  it("destroy deletes nothing while an aggregated API does not answer, and says which", async () => {
    const kubectl = async (...words: string[]) =>
      assertCode(await checkout.shell("kubectl", ["--context", "dev", ...words]), 0);
    const name = "v1beta1.custom.metrics.k8s.io";
    const spec = {
      ...{ group: "custom.metrics.k8s.io", version: "v1beta1", groupPriorityMinimum: 100, versionPriority: 100 },
      ...{ insecureSkipTLSVerify: true, service: { name: "missing", namespace: "default" } },
    };
    const api = { apiVersion: "apiregistration.k8s.io/v1", kind: "APIService", metadata: { name }, spec };
    const file = join(checkout.root, "api.json");
    writeFileSync(file, JSON.stringify(api));
    await kubectl("apply", "-f", file);
    await kubectl("wait", `apiservice/${name}`, "--for=condition=Available=False", "--timeout=60s");
    const destroyed = await checkout.pulumi("destroy", "--stack", "dev", "--yes", "--skip-preview");
    assert.notEqual(destroyed.code, 0);
    assert.match(destroyed.all, new RegExp(`Nothing was deleted.*\\n *- APIService ${name}: does not answer`));
    assert.doesNotMatch(destroyed.all, / deleted \(/);
    await kubectl("delete", "apiservice", name);
  });

  it("destroy leaves nothing behind but the CRDs", async () => {
    for (const stack of ["stage", "prod"])
      assertCode(await checkout.pulumi("destroy", "--stack", stack, "--yes", "--skip-preview"), 0);
    await readme.follow("Tear down");
    for (const context of ["dev", "stage", "prod"]) {
      const { items } = await checkout.get<{ items: { metadata: { name: string } }[] }>(context, "namespaces");
      const left = items.map(({ metadata }) => metadata.name).filter((name) => /agentgateway|argocd/.test(name));
      assert.deepEqual(left, [], context);
    }
  });

  it("each command of the README was run, and of the pages those that are this story's", () => {
    readme.assertAllRun();
    checkout.assertRan(STORIES.chain);
  });

  it("npm stop leaves no process", async () => {
    assertCode(await checkout.npm("stop"), 0);
    const commands = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
    assert.deepEqual(
      commands.filter((command) => command.includes(checkout.sandbox)),
      [],
    );
  });
});

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && !entry.parentPath.includes("/node_modules") && !entry.parentPath.includes("/program/"),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}
