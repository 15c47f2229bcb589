import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { copyStack, runOnHub } from "../../dev/support/beside";
import { pushToDev } from "../../dev/support/change";
import type { Checkout } from "../../dev/support/checkout";
import { identitiesIn } from "../../dev/support/live";
import { OTHERS, PROD_PROJECT } from "../../dev/support/predecessor";
import { assertCode, assertRefused, type Outcome } from "../../dev/support/shell";

const STAGE = "agentgateway-stage";
const PROD = "agentgateway-prod";
const CONTROLLER = "agentgateway-system";
const SECRET_TYPE = "argocd.argoproj.io/secret-type";

interface Application {
  metadata: { finalizers?: string[] };
  spec: { project: string; source: { path?: string }; destination: object };
  status?: { sync?: { status?: string; revision?: string }; health?: { status?: string } };
}

interface Kubeconfig {
  contexts: { name: string; context: { cluster: string; user: string } }[];
  clusters: { name: string; cluster: { server: string; "certificate-authority-data": string } }[];
  users: { name: string; user: { token: string } }[];
}

/** What a person gives to an Argo CD by hand: a cluster, as its administrator, and an AppProject for what is published. */
export function prodByHand(checkout: Checkout): { server: string; objects: object[] } {
  const kubeconfig = parse(readFileSync(checkout.variable("KUBECONFIG"), "utf8")) as Kubeconfig;
  const { context } = kubeconfig.contexts.find(({ name }) => name === "prod")!;
  const { cluster } = kubeconfig.clusters.find(({ name }) => name === context.cluster)!;
  const { user } = kubeconfig.users.find(({ name }) => name === context.user)!;
  const { server } = cluster;
  const config = {
    bearerToken: user.token,
    tlsClientConfig: { insecure: false, caData: cluster["certificate-authority-data"] },
  };
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "prod-by-hand", namespace: "argocd", labels: { [SECRET_TYPE]: "cluster" } },
    stringData: { name: "production", server, config: JSON.stringify(config) },
  };
  const everything = [{ group: "*", kind: "*" }];
  const project = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name: PROD_PROJECT, namespace: "argocd" },
    spec: {
      sourceRepos: ["*"],
      destinations: [{ server, namespace: "*" }],
      clusterResourceWhitelist: everything,
    },
  };
  return { server, objects: [secret, project] };
}

/** The labels of selectors that a refusal says to keep are kept, in the stack and in its file. */
async function keepLabels(checkout: Checkout, stack: string, { all }: Outcome): Promise<void> {
  const said = new RegExp(`pulumi config set --path 'selectorLabels\\S+ ${stack} --stack ${stack}`);
  const [command = ""] = said.exec(all) ?? [];
  assertCode(await checkout.shell("bash", ["-c", command]), 0);
  checkout.edit(`Pulumi.${stack}.yaml`, (text) =>
    text.replace("config:\n", `config:\n  agentgateway-infra:selectorLabels: { "environment": "${stack}" }\n`),
  );
  assertCode(await checkout.npm("render"), 0);
}

function ways(checkout: () => Checkout, stack: string) {
  return {
    takeover: (...flags: string[]) => checkout().shell("npm", ["run", "--silent", "takeover", "--", stack, ...flags]),
    application: (name: string) => checkout().get<Application>("dev", "application", name, "-n", "argocd"),
    pulumi: (...words: string[]) => checkout().pulumi(...words, "--stack", stack),
    isAsDescribed: async () => {
      assertCode(await checkout().pulumi("preview", "--stack", stack, "--refresh", "--expect-no-changes"), 0);
      assertCode(await checkout().shell("npm", ["run", "--silent", "drift", "--", stack]), 0);
    },
  };
}

/** What of the objects that were there is not the same one. */
function differing(before: Record<string, string>, now: Record<string, string>): string[] {
  return Object.keys(before).filter((name) => now[name] !== before[name]);
}

/** A part of the story: after dev, stage is taken over, which the same Argo CD deploys to another namespace of the same cluster. */
export function takesOverStage(checkout: () => Checkout): void {
  const { takeover, application, pulumi, isAsDescribed } = ways(checkout, "stage");
  let before: Record<string, string>;

  it("stage, of the same Argo CD, is described on the cluster of dev, and its plan says what is in the way", async () => {
    before = await identitiesIn(checkout(), STAGE);
    checkout().edit("Pulumi.stage.yaml", (text) => {
      const { config } = parse(text) as { config: object };
      return stringify({ config: { ...config, "agentgateway-infra:cluster": { controlPlane: "existing" } } });
    });
    await copyStack(checkout(), "stage", "dev");
    await runOnHub(checkout(), "stage", "dev");
    assertCode(await pulumi("config", "rm", "selectorLabels"), 0);
    assertCode(await checkout().npm("render"), 0);
    checkout().commit("Stage beside dev");
    const refused = await takeover();
    assertRefused(refused, /Deployment agentgateway-stage\/mcp-website-fetcher: can't become .*immutable/);
    assert.match(refused.all, /Pulumi adopts.*Secret agentgateway-stage\/openai-secret.*Argo CD keeps/s);
    assert.match(refused.all, /syncs nothing from --release on[^]*agentgateway-configs-prod\n/);
    assert.doesNotMatch(refused.all, /not part of this installation|argocd-server|agentgateway-infra-root\n/);
    await keepLabels(checkout(), "stage", refused);
    assert.deepEqual(await identitiesIn(checkout(), STAGE), before);
  });

  it("stage is taken over by the same command, and every object is the one that it was", async () => {
    const commit = checkout().commit("Bring the labels of stage along");
    assertCode(await takeover(), 0);
    assertCode(await takeover("--release"), 0);
    const early = await takeover("--yes");
    assertRefused(early, /does not have the files of this checkout/);
    await pushToDev(checkout());
    const { code, all } = await takeover("--yes");
    assert.equal(code, 0, all.slice(-6000));
    assert.match(all, /stage is taken over\. All \d+ objects that were there are the same ones still\./);
    const now = await identitiesIn(checkout(), STAGE);
    assert.deepEqual(differing(before, now), []);
    for (const kind of ["Gateway", "Service", "Deployment", "HTTPRoute", "AgentgatewayBackend", "Secret"])
      assert.ok(
        Object.keys(before).some((name) => name.startsWith(`${kind} `)),
        kind,
      );
    const { metadata, spec, status } = await application(OTHERS.stage);
    assert.deepEqual([spec.project, spec.source.path], ["agentgateway-infra-stage", "k8s/overlays/stage"]);
    assert.deepEqual(metadata.finalizers, ["resources-finalizer.argocd.argoproj.io"]);
    assert.deepEqual(
      [status?.sync?.status, status?.sync?.revision, status?.health?.status],
      ["Synced", commit, "Healthy"],
    );
    const secrets = await checkout().get<object>("dev", "secrets", "-n", STAGE);
    assert.doesNotMatch(JSON.stringify(secrets), /"argocd\.argoproj\.io\/tracking-id":/);
  });

  it("stage is then as after any pulumi up, and goes like any stack", async () => {
    const projects = await checkout().get<object>("dev", "appprojects", "-n", "argocd", "--show-managed-fields");
    assert.doesNotMatch(JSON.stringify(projects), /kubectl-takeover/);
    await isAsDescribed();
    assertCode(await pulumi("destroy", "--yes", "--skip-preview"), 0);
  });
}

/** A part of the story: prod, which the same Argo CD deploys to another cluster, by an address and as its administrator. */
export function takesOverProd(checkout: () => Checkout): void {
  const { takeover, application, pulumi, isAsDescribed } = ways(checkout, "prod");

  it("prod, on another cluster, is taken over with its control plane, and Argo CD gets an account there that may do less", async () => {
    const identities = async () => ({
      ...(await identitiesIn(checkout(), CONTROLLER, "prod")),
      ...(await identitiesIn(checkout(), PROD, "prod")),
    });
    const before = await identities();
    const refused = await takeover();
    assertRefused(refused, /Deployment agentgateway-prod\/mcp-website-fetcher: can't become .*immutable/);
    assert.match(refused.all, /Is replaced.*\n {2}Deployment agentgateway-system\/agentgateway-prod /);
    await keepLabels(checkout(), "prod", refused);
    const commit = checkout().commit("Bring the labels of prod along");
    assertCode(await takeover("--release"), 0);
    await pushToDev(checkout());
    const { code, all } = await takeover("--yes");
    assert.equal(code, 0, all.slice(-6000));
    assert.match(all, /prod is taken over\. All \d+ objects that were there are the same ones still\./);
    assert.deepEqual(differing(before, await identities()), ["Deployment agentgateway-prod"]);
    const { spec, status } = await application(OTHERS.prod);
    assert.deepEqual(spec.destination, { name: "prod", namespace: PROD });
    assert.deepEqual([status?.sync?.status, status?.sync?.revision], ["Synced", commit]);
    const labelled = ["secrets", "-n", "argocd", "-l", `${SECRET_TYPE}=cluster`];
    const { items } = await checkout().get<{ items: { metadata: { name: string } }[] }>("dev", ...labelled);
    assert.deepEqual(
      items.map(({ metadata }) => metadata.name),
      ["cluster-prod"],
    );
  });

  it("prod is then as after any pulumi up, and goes like any stack", async () => {
    await isAsDescribed();
    assertCode(await pulumi("destroy", "--yes", "--skip-preview"), 0);
    const left = await checkout().shell("kubectl", ["delete", "appproject", PROD_PROJECT, "-n", "argocd"]);
    assertCode(left, 0);
  });
}
