import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Checkout } from "../../dev/support/checkout";
import { everyObject } from "../../dev/support/everyObject";
import { assertCode, assertRefused } from "../../dev/support/shell";

interface Live {
  metadata: { uid: string; resourceVersion: string };
}

interface Listed {
  items: { kind: string; metadata: { name: string } }[];
}

const HEALTH = [
  "argoproj.io_Application",
  "agentgateway.dev_AgentgatewayBackend",
  "agentgateway.dev_AgentgatewayPolicy",
];

// One story, in order: each step stands on the one before, and the first that fails ends it.
describe("an Argo CD that no stack has installed, in the environment's own cluster", () => {
  let checkout: Checkout;
  let untouched: string[];
  let theirs: Record<string, string>;

  const kubectl = (...args: string[]) => checkout.shell("kubectl", ["--context", "dev", ...args]);
  const pulumi = (command: string, stack: string) =>
    checkout.pulumi(command, "--stack", stack, "--yes", "--skip-preview");
  const script = (name: string) => checkout.shell("npm", ["run", "--silent", name, "--", "dev"]);
  const configure = (stack: string, ...args: string[]) =>
    checkout.silently("pulumi", ["config", ...args, "--stack", stack]);

  /** Removes what else a configuration has. */
  async function keepOf(stack: string, keys: readonly string[]): Promise<void> {
    const { stdout } = await checkout.silently("pulumi", ["config", "--json", "--stack", stack]);
    const others = Object.keys(JSON.parse(stdout) as object).filter(
      (key) => !keys.includes(key.split(":").at(-1) ?? ""),
    );
    for (const key of others) assertCode(await configure(stack, "rm", key), 0);
  }

  /** What its owner has, by identity and version. */
  async function owned(): Promise<Record<string, string>> {
    const objects = ["configmap/argocd-cm", "configmap/argocd-rbac-cm", "secret/argocd-secret", "appproject/default"];
    const live = await Promise.all(objects.map((object) => checkout.get<Live>("dev", object, "-n", "argocd")));
    return Object.fromEntries(
      live.map(({ metadata: { uid, resourceVersion } }, index) => [objects[index], `${uid} ${resourceVersion}`]),
    ) as Record<string, string>;
  }

  before(async () => {
    checkout = new Checkout(resolve(__dirname, "../.."));
    assertCode(await checkout.npm("sandbox", "up"), 0);
    await checkout.enterSandbox();
    // Somebody else's is one that bears no mark, and that has neither our health checks nor our repositories.
    writeFileSync(join(checkout.directory, "Pulumi.hub.yaml"), "config:\n  agentgateway-infra:delivery: none\n");
    assertCode(await checkout.pulumi("stack", "init", "hub"), 0);
    assertCode(await checkout.silently("pulumi", ["config", "cp", "--stack", "dev", "--dest", "hub"]), 0);
    assertCode(await configure("hub", "set", "extends", "hub"), 0);
    await keepOf("hub", ["extends", "cluster", "repository", "argocd", "sources"]);
    assertCode(await pulumi("up", "hub"), 0);
    assertCode(await kubectl("annotate", "namespace", "argocd", "agentgateway-infra/stack-"), 0);
    assertCode(await kubectl("delete", "secret", "-n", "argocd", "agentgateway-infra-repo", "agentgateway-charts"), 0);
    const data = Object.fromEntries(HEALTH.map((kind) => [`resource.customizations.health.${kind}`, null]));
    const patch = ["--type", "merge", "-p", JSON.stringify({ data })];
    assertCode(await kubectl("patch", "configmap", "argocd-cm", "-n", "argocd", ...patch), 0);
    untouched = await everyObject(checkout, "dev");
    theirs = await owned();
  });

  after(() => checkout.discard());

  it("is offered to a stack that would install another", async () => {
    const outcome = await pulumi("up", "dev");
    assertRefused(outcome, /argocd\.mode: is install, but the namespace argocd has an Argo CD already/);
    assert.match(outcome.all, /Have that one deploy this environment: argocd\.mode: existing/);
  });

  it("deploys the environment as it is, and its owner is told what it lacks", async () => {
    assertCode(await configure("dev", "set", "--path", "argocd.mode", "existing"), 0);
    const outcome = await pulumi("up", "dev");
    assertCode(outcome, 0);
    assert.match(outcome.all, /The Argo CD in argocd lacks settings\. It deploys the environment without them/);
    assert.match(outcome.all, /resource\.customizations\.health\.argoproj\.io_Application: \|/);
    assert.deepEqual(await owned(), theirs);
    assertCode(await script("status"), 0);
    assertCode(await checkout.pulumi("preview", "--stack", "dev", "--refresh", "--expect-no-changes"), 0);
    assertCode(await script("drift"), 0);
  });

  it("has, by us, projects, Applications, and repositories for these projects alone", async () => {
    const { items } = await checkout.get<Listed>("dev", "secrets,applications,appprojects", "-n", "argocd");
    const ours = items
      .map(({ kind, metadata }) => `${kind} argocd/${metadata.name}`)
      .filter((object) => !untouched.includes(object))
      .sort();
    assert.deepEqual(
      ours.filter((object) => object.startsWith("Secret ")),
      ["Secret argocd/agentgateway-infra-repo", "Secret argocd/agentgateway-infra-root-repo"],
    );
    const policies = await kubectl("get", "validatingadmissionpolicies", "-o", "name");
    assert.match(policies.all, /agentgateway-infra-cascade/);
    assert.doesNotMatch(policies.all, /agentgateway-infra-hub/);
  });

  it("stays as it is when the environment goes", async () => {
    assertCode(await pulumi("destroy", "dev"), 0);
    assert.deepEqual(await owned(), theirs);
    const left = (await everyObject(checkout, "dev")).filter((object) => !untouched.includes(object));
    assert.deepEqual(
      left.filter((object) => !/^(CustomResourceDefinition|GatewayClass) /.test(object)),
      [],
    );
  });
});
