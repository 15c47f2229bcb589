import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ClusterName } from "../../dev/sandbox/state/layout";
import { pushToDev } from "../../dev/support/change";
import type { Checkout } from "../../dev/support/checkout";
import { everyObject } from "../../dev/support/everyObject";
import { moveArgoCd } from "../../dev/support/moveArgoCd";
import { assertCode, assertRefused } from "../../dev/support/shell";

const STACK_FILE = "config:\n  agentgateway-infra:delivery: none\n";

interface Listed {
  items: { metadata: { uid: string; name: string; namespace?: string } }[];
}

/**
 * A part of the story: dev and stage, which the Argo CD in dev's cluster deploys, move to a hub without an environment.
 *
 * @param cluster context of the cluster of the hub, on which nothing is deployed
 */
export function movesToAHub(cluster: ClusterName, checkout: () => Checkout): void {
  let untouched: string[];
  let deployed: Record<string, string[]>;

  const kubectl = (context: string, ...args: string[]) => checkout().shell("kubectl", ["--context", context, ...args]);
  const pulumi = (command: string, stack: string, ...args: string[]) =>
    checkout().pulumi(command, "--stack", stack, "--yes", "--skip-preview", ...args);
  const assertNoChange = async (stack: string) =>
    assertCode(await checkout().pulumi("preview", "--stack", stack, "--refresh", "--expect-no-changes"), 0);
  const configOf = async (stack: string) => {
    const { stdout } = await checkout().silently("pulumi", ["config", "--stack", stack, "--json", "--show-secrets"]);
    const values = JSON.parse(stdout) as Record<string, { value: string; objectValue?: Record<string, string> }>;
    return (name: string) => {
      const { value, objectValue } = values[`agentgateway-infra:${name}`] ?? { value: "" };
      return objectValue ?? (JSON.parse(value) as Record<string, string>);
    };
  };
  const configure = (stack: string, ...args: string[]) =>
    checkout().silently("pulumi", ["config", ...args, "--stack", stack]);
  const names = async (context: string, kind: string) =>
    (await checkout().get<Listed>(context, kind, "-A")).items.map(({ metadata }) => metadata.name).sort();
  /** What runs in an environment and what serves it, each with the identity that it loses when it is deleted. */
  const identities = async (context: string) => {
    const kinds = "deployments,services,gateways,httproutes,agentgatewaybackends,secrets,serviceaccounts";
    const { items } = await checkout().get<Listed>(context, kinds, "-A");
    return items
      .filter(({ metadata: { namespace = "" } }) => namespace.startsWith("agentgateway"))
      .map(({ metadata: { uid, name, namespace } }) => `${namespace}/${name} ${uid}`)
      .sort();
  };

  /** The commands of docs/hub.md by which an Argo CD lets go of an environment. */
  async function letGo(suffix: string): Promise<void> {
    const children = ["gateway-api-crds", "agentgateway-crds", "agentgateway", "agentgateway-configs"];
    for (const applications of [["agentgateway-infra-root"], children]) {
      const named = applications.map((each) => `${each}${suffix}`);
      const free = ["--type", "merge", "-p", '{"metadata":{"finalizers":null}}'];
      assertCode(await kubectl("dev", "patch", "application", "-n", "argocd", ...named, ...free), 0);
      assertCode(await kubectl("dev", "delete", "application", "-n", "argocd", "--ignore-not-found", ...named), 0);
    }
    const projects = ["-root", "", "-published"].map((each) => `agentgateway-infra${each}${suffix}`);
    assertCode(await kubectl("dev", "delete", "appproject", "-n", "argocd", ...projects), 0);
    const guards = ["cascade", "hub"].map((each) => `agentgateway-infra-${each}${suffix}`);
    const policies = "validatingadmissionpolicybinding,validatingadmissionpolicy";
    assertCode(await kubectl("dev", "delete", policies, "--ignore-not-found", ...guards), 0);
  }

  it("a file of a line is a hub: it renders nothing, and installs an Argo CD and nothing else", async () => {
    untouched = await everyObject(checkout(), cluster);
    deployed = { dev: await identities("dev"), stage: await identities("stage") };
    writeFileSync(join(checkout().directory, "Pulumi.hub.yaml"), STACK_FILE);
    assertCode(await checkout().npm("render"), 0);
    assert.equal(checkout().git("status", "--short"), "?? Pulumi.hub.yaml");
    checkout().commit("A hub");
    await pushToDev(checkout());

    assertCode(await checkout().pulumi("stack", "init", "hub"), 0);
    const [ofDev, ofHub] = [await configOf("dev"), await configOf(cluster)];
    const { url, username, password } = ofDev("repository") as { url: string; username: string; password: string };
    const { manifests, version } = ofDev("argocd") as { manifests: string; version: string };
    const plain = {
      extends: "hub",
      "repository.url": url,
      "repository.username": username,
      "argocd.manifests": manifests,
      "argocd.version": version,
      "sources.charts": ofDev("sources").charts as string,
    };
    const secret = { "repository.password": password, "cluster.kubeconfig": ofHub("cluster").kubeconfig as string };
    for (const [key, value] of Object.entries(plain))
      assertCode(await configure("hub", "set", "--path", key, value), 0);
    for (const [key, value] of Object.entries(secret))
      assertCode(await configure("hub", "set", "--secret", "--path", key, value), 0);

    assertCode(await pulumi("up", "hub"), 0);
    assert.deepEqual(await names(cluster, "applications.argoproj.io"), []);
    assert.deepEqual(await names(cluster, "appprojects.argoproj.io"), ["default"]);
    const namespaces = (await everyObject(checkout(), cluster)).filter((object) => object.startsWith("Namespace "));
    const before = untouched.filter((object) => object.startsWith("Namespace "));
    assert.deepEqual(namespaces, [...before, "Namespace <none>/argocd"].sort());
    await assertNoChange("hub");
  });

  it("status and drift are about its Argo CD", async () => {
    const status = await checkout().shell("npm", ["run", "--silent", "status", "--", "hub"]);
    assertCode(status, 0);
    assert.match(status.all, /ok +StatefulSet +argocd\/argocd-application-controller/);
    const drift = await checkout().shell("npm", ["run", "--silent", "drift", "--", "hub"]);
    assertCode(drift, 0);
    const scale = ["scale", "deployment/argocd-server", "-n", "argocd"];
    assertCode(await kubectl(cluster, ...scale, "--replicas=0"), 0);
    assertCode(await checkout().shell("npm", ["run", "--silent", "status", "--", "hub"]), 2);
    assertCode(await kubectl(cluster, ...scale, "--replicas=1"), 0);
    assertCode(
      await kubectl(cluster, "rollout", "status", "deployment/argocd-server", "-n", "argocd", "--timeout=60s"),
      0,
    );
  });

  it("stage moves to it, and nothing that runs is deleted", async () => {
    await letGo("-stage");
    assertCode(await kubectl("dev", "delete", "secret", "cluster-stage", "-n", "argocd"), 0);
    await moveArgoCd(checkout(), cluster);
    assertCode(await configure("stage", "rm", "--path", "argocd.kubeconfig"), 0);
    const from = ["--path", "argocd.kubeconfigFrom.stack", "organization/agentgateway-infra/hub"];
    assertCode(await configure("stage", "set", ...from), 0);
    assertCode(await pulumi("up", "stage", "--refresh"), 0);
    await assertNoChange("stage");
    assert.deepEqual(await identities("stage"), deployed.stage);
    const left = (await everyObject(checkout(), "dev")).filter((object) =>
      /(infra|agentgateway|crds).*-stage$/.test(object),
    );
    assert.deepEqual(left, [], "the old Argo CD has nothing of stage");
    assertRefused(
      await pulumi("destroy", "hub"),
      /The environment stage is deployed by this Argo CD\. Destroy it first: pulumi destroy --stack stage/,
    );
    await assertNoChange("hub");
  });

  it("dev moves to it once its own Argo CD has let go, and its cluster has no Argo CD any more", async () => {
    const ofHub = "  agentgateway-infra:cluster: { name: dev }\n  agentgateway-infra:argocd: { mode: existing }\n";
    checkout().edit("Pulumi.dev.yaml", (text) => text + ofHub);
    assertCode(await configure("dev", "set", "--path", "cluster.allowLoopback", "true"), 0);
    const from = ["--path", "argocd.kubeconfigFrom.stack", "organization/agentgateway-infra/hub"];
    assertCode(await configure("dev", "set", ...from), 0);
    assertCode(await checkout().npm("render"), 0);
    checkout().commit("The hub deploys dev");
    await pushToDev(checkout());
    assertRefused(await pulumi("up", "dev"), /the Argo CD in the cluster of dev itself still deploys it: Application /);
    await letGo("");
    assertCode(await pulumi("up", "dev", "--refresh"), 0);
    await assertNoChange("dev");
    const now = await identities("dev");
    assert.deepEqual(
      (deployed.dev ?? []).filter((object) => !now.includes(object)),
      [],
    );
    assertRefused(await kubectl("dev", "get", "namespace", "argocd"), /NotFound/);
  });

  it("without environments it goes, and leaves its cluster as it was", async () => {
    for (const stack of ["stage", "dev", "hub"]) assertCode(await pulumi("destroy", stack), 0);
    assert.deepEqual(await everyObject(checkout(), cluster), untouched);
  });
}
