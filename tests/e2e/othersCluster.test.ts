import assert from "node:assert/strict";
import { resolve } from "node:path";
import { parse, stringify } from "yaml";
import { crdNames } from "../../components/application/clusterObjects";
import { pushToDev } from "../../dev/support/change";
import { Checkout } from "../../dev/support/checkout";
import { ARGOCD, lookAt, TEAM } from "../../dev/support/others/argocd";
import { administrator, atRest, furnish } from "../../dev/support/others/cluster";
import { CLUSTER } from "../../dev/support/others/platform";
import { throughProxies, type ThroughProxies } from "../../dev/support/others/throughProxies";
import { changesOf, newOf, wholeObjects, type WholeObjects } from "../../dev/support/others/wholeObjects";
import { assertCode, assertRefused } from "../../dev/support/shell";

interface Secret {
  data: { server: string; config: string };
}

interface Application {
  status?: { sync?: { status?: string } };
}

const NAMESPACE = "ai-gateway";
const CONTROLLER = "agentgateway-system";

/** Lines of the stack file by which the environment uses what others have. */
const AS_IT_IS = {
  argocd: { mode: "existing", namespace: ARGOCD, applicationNamespace: TEAM },
  cluster: { gatewayApi: "existing", namespaces: { mode: "existing" } },
};

/** What Pod Security asks of workloads. */
const NOT_ROOT = {
  mcpServers: { "mcp-website-fetcher": { runAsNonRoot: true } },
  agents: { "a2a-agent": { runAsNonRoot: true } },
};

// One story, in order: each step stands on the one before, and the first that fails ends it.
describe("an environment on a cluster that others use", () => {
  let checkout: Checkout;
  let way: ThroughProxies;
  let theirs: WholeObjects;

  const pulumi = (command: string) => checkout.pulumi(command, "--stack", "dev", "--yes", "--skip-preview");
  const script = (name: string) => checkout.shell("npm", ["run", "--silent", name, "--", "dev"]);
  const set = async (path: string, value: string) =>
    assertCode(await checkout.pulumi("config", "set", "--stack", "dev", "--path", path, value), 0);
  const setSecret = async (path: string, value: string) => {
    const words = ["config", "set", "--stack", "dev", "--secret", "--path", path];
    assertCode(await checkout.shell("pulumi", words, value), 0);
  };

  /** Adds to the stack file, has it rendered, and pushes that. */
  async function describeStack(lines: Record<string, unknown>): Promise<void> {
    checkout.edit("Pulumi.dev.yaml", (text) => {
      const { config } = parse(text) as { config: object };
      const added = Object.entries(lines).map(([key, value]) => [`agentgateway-infra:${key}`, value]);
      return stringify({ config: { ...config, ...(Object.fromEntries(added) as object) } });
    });
    assertCode(await checkout.npm("render"), 0);
    checkout.commit("Another description");
    await pushToDev(checkout);
  }

  /** Everything of others is as it was. Returns what is there beside it. */
  async function untouched(): Promise<string[]> {
    const now = await wholeObjects(checkout, CLUSTER);
    assert.deepEqual(changesOf(theirs, now), []);
    return newOf(theirs, now);
  }

  before(async () => {
    checkout = new Checkout(resolve(__dirname, "../.."), {
      AGENTGATEWAY_SANDBOX_ARGOCD_NAMESPACE: ARGOCD,
      AGENTGATEWAY_SANDBOX_APPLICATION_NAMESPACES: TEAM,
    });
    assertCode(await checkout.npm("sandbox", "up"), 0);
    await checkout.enterSandbox();
    await furnish(checkout, [NAMESPACE, CONTROLLER]);
    way = await throughProxies(administrator(checkout));
    await setSecret("cluster.kubeconfig", way.kubeconfig);
    await describeStack({ namespace: NAMESPACE });
    theirs = await atRest(checkout);
    // The API server has kept the field that Gateway API has in its experimental channel alone.
    assert.match(JSON.stringify(theirs.get(`HTTPRoute ${TEAM}/retrying`)?.spec), /"retry":\{"attempts":3/);
  });

  after(async () => {
    way?.close();
    await checkout.discard();
  });

  it("is refused where it would install what others have: everything at once, with the line that uses it", async () => {
    const outcome = await pulumi("up");
    assertRefused(
      outcome,
      /argocd\.mode: is install, but the cluster has an Argo CD already, in the namespace openshift-gitops/,
    );
    assert.match(
      outcome.all,
      /Have that one deploy this environment: argocd: \{ mode: existing, namespace: openshift-gitops \}/,
    );
    assert.match(
      outcome.all,
      /cluster\.gatewayApi: is install, .* v1\.4\.1, experimental channel, applied by platform/,
    );
    assert.match(outcome.all, /Leave it to its owner: cluster\.gatewayApi: existing/);
    for (const name of [NAMESPACE, CONTROLLER])
      assert.match(
        outcome.all,
        new RegExp(
          `Namespace ${name}: is in the cluster already, made by no stack of this program \\(but by platform\\)`,
        ),
      );
    assert.match(outcome.all, /use it as it is: cluster\.namespaces\.mode: existing/);
    assert.deepEqual(await untouched(), []);
  });

  it("is told what that Argo CD and these namespaces keep it from", async () => {
    await describeStack(AS_IT_IS);
    const outcome = await pulumi("up");
    assertRefused(
      outcome,
      /argocd\.mode: is existing, but that Argo CD is limited to namespaces, and ai-gateway and agentgateway-system are not among them/,
    );
    assert.match(
      outcome.all,
      /agents\.a2a-agent\.runAsNonRoot: is not true, and the namespace ai-gateway enforces .* restricted/,
    );
    assert.match(
      outcome.all,
      /argocd\.applicationNamespace: is "team-a", where the Argo CD in openshift-gitops looks at no Applications: its server and its application controller/,
    );
    assert.match(outcome.all, /data of the ConfigMap argocd-cmd-params-cm: application\.namespaces: "team-a"/);
    assert.deepEqual(await untouched(), []);
    await lookAt(checkout, TEAM);
    theirs = await wholeObjects(checkout, CLUSTER);
    await describeStack(NOT_ROOT);
  });

  it("gives Argo CD no token that the gate before the API server refuses, and names the way round it", async () => {
    // The cluster is registered, by the one way that a person has to it and to Argo CD.
    await setSecret("argocd.kubeconfig", way.kubeconfig);
    await set("cluster.name", "shared");
    const outcome = await pulumi("up");
    assertRefused(outcome, /Argo CD could not connect to the cluster shared, so it was not given the token/);
    assert.match(
      outcome.all,
      new RegExp(`cluster\\.argocd\\.server: is ${way.server}, which does not accept the token`),
    );
    assert.match(
      outcome.all,
      /Give Argo CD the address of the API server itself \(cluster\.argocd\.server and caData\)/,
    );
    assert.deepEqual(way.refused, ["GET /api"]);
    const beside = await untouched();
    assert.ok(!beside.includes(`Secret ${ARGOCD}/cluster-shared`), "the cluster Secret");
  });

  it("is deployed by Argo CD's own address, and the owner of Argo CD is told what it lacks", async () => {
    const { server, authority } = administrator(checkout);
    await set("cluster.argocd.server", server);
    await set("cluster.argocd.caData", Buffer.from(authority).toString("base64"));
    await set("cluster.argocd.tlsServerName", "kubernetes.default.svc");
    const outcome = await pulumi("up");
    assertCode(outcome, 0);
    assert.match(
      outcome.all,
      /The Argo CD in openshift-gitops lacks settings\. It deploys the environment without them/,
    );
    assert.match(outcome.all, /resource\.customizations\.health\.argoproj\.io_Application: \|/);
    const { data } = await checkout.get<Secret>(CLUSTER, "secret", "cluster-shared", "-n", ARGOCD);
    const [reached = "", config = ""] = [data.server, data.config].map((value) =>
      Buffer.from(value, "base64").toString(),
    );
    assert.equal(reached, server);
    assert.deepEqual(Object.keys(JSON.parse(config) as object).sort(), ["bearerToken", "tlsClientConfig"]);
  });

  it("has its Applications in the namespace that the owner allows for them, and their marks say so", async () => {
    const beside = (await untouched()).filter((object) => object.includes(` ${TEAM}/`));
    const names = ["agentgateway-crds", "agentgateway", "agentgateway-configs"];
    assert.deepEqual(beside, [...names, "agentgateway-infra-root"].map((name) => `Application ${TEAM}/${name}`).sort());
    const gateway = await checkout.get<object>(CLUSTER, "gateway", "agentgateway-proxy", "-n", NAMESPACE);
    assert.match(JSON.stringify(gateway), /"argocd\.argoproj\.io\/tracking-id":"team-a_agentgateway-configs:/);
  });

  it("has, in the namespace of that Argo CD, what it alone uses, and no guard of a hub", async () => {
    const beside = await untouched();
    const secrets = ["agentgateway-infra-repo", "agentgateway-infra-root-repo", "cluster-shared"];
    assert.deepEqual(
      beside.filter((object) => object.startsWith(`Secret ${ARGOCD}/`)),
      secrets.map((name) => `Secret ${ARGOCD}/${name}`),
    );
    const kinds = beside.filter((object) => object.includes(` ${ARGOCD}/`)).map((object) => object.split(" ")[0]);
    assert.deepEqual([...new Set(kinds)], ["AppProject", "Secret"]);
    assert.ok(!beside.some((object) => object.includes("agentgateway-infra-hub")));
  });

  it("is as it was described, by every command and without another way than the person's", async () => {
    assertCode(await script("status"), 0);
    assertCode(await checkout.pulumi("preview", "--stack", "dev", "--refresh", "--expect-no-changes"), 0);
    assertCode(await script("drift"), 0);
    assert.deepEqual(way.strangers, []);
    assert.deepEqual(way.refused, ["GET /api"]);
    assert.ok(way.tunnels() > 0);
  });

  it("is not up where the cluster refuses another selector, although Argo CD says Synced after it", async () => {
    const configs = async () =>
      (await checkout.get<Application>(CLUSTER, "application", "agentgateway-configs", "-n", TEAM)).status?.sync
        ?.status;
    await set("application.timeoutSeconds", "30");
    await describeStack({ selectorLabels: { environment: "other" } });
    let ended = false;
    const up = pulumi("up").finally(() => (ended = true));
    const said: (string | undefined)[] = [];
    for (let change = 0; !ended; change++) {
      // A change of another object has Argo CD compare again, and take what it keeps of all the others.
      const words = ["annotate", "service", "mcp-website-fetcher", "-n", NAMESPACE, "--overwrite", `change=${change}`];
      assertCode(await checkout.shell("kubectl", ["--context", CLUSTER, ...words]), 0);
      said.push(await configs());
    }
    assertRefused(await up, /agentgateway-configs: .*spec\.selector.*field is immutable/);
    assert.ok(said.includes("Unknown") && said.indexOf("Unknown") < said.lastIndexOf("Synced"), said.join());
    await describeStack({ selectorLabels: {} });
    await set("application.timeoutSeconds", "600");
    assertCode(await pulumi("up"), 0);
  });

  it("goes, and leaves everything of others as it was", async () => {
    assertCode(await pulumi("destroy"), 0);
    // By promise: gateways of others may be of these kinds by now.
    assert.deepEqual(await untouched(), [
      "APIService <none>/v1alpha1.agentgateway.dev",
      ...crdNames(["agentgateway.dev"])
        .map((name) => `CustomResourceDefinition <none>/${name}`)
        .sort(),
      "GatewayClass <none>/agentgateway",
    ]);
  });
});
