import assert from "node:assert/strict";
import { parse, stringify } from "yaml";
import { copyStack, runOnHub } from "../../dev/support/beside";
import { pushToDev } from "../../dev/support/change";
import type { Checkout } from "../../dev/support/checkout";
import { identitiesIn } from "../../dev/support/live";
import { OTHERS } from "../../dev/support/predecessor";
import { assertCode, assertRefused } from "../../dev/support/shell";

const NAMESPACE = "agentgateway-stage";

interface Application {
  metadata: { finalizers?: string[] };
  spec: { project: string; source: { path?: string } };
  status?: { sync?: { status?: string; revision?: string }; health?: { status?: string } };
}

/** A part of the story: after dev, stage is taken over, which the same Argo CD deploys to another namespace of the same cluster. */
export function takesOverStage(checkout: () => Checkout): void {
  const takeover = (...flags: string[]) =>
    checkout().shell("npm", ["run", "--silent", "takeover", "--", "stage", ...flags]);
  const application = (name: string) => checkout().get<Application>("dev", "application", name, "-n", "argocd");
  let before: Record<string, string>;

  /** Gives the selectors another label, and pushes that. */
  async function describeLabel(environment: string): Promise<void> {
    const set = ["config", "set", "--path", 'selectorLabels["environment"]', environment, "--stack", "stage"];
    assertCode(await checkout().pulumi(...set), 0);
    checkout().edit("Pulumi.stage.yaml", (text) =>
      text.replace(/selectorLabels: .*/, `selectorLabels: ${JSON.stringify({ environment })}`),
    );
    assertCode(await checkout().npm("render"), 0);
    checkout().commit(`The label ${environment}`);
    await pushToDev(checkout());
  }

  it("stage, of the same Argo CD, is described on the cluster of dev, and its plan says what is in the way", async () => {
    before = await identitiesIn(checkout(), NAMESPACE);
    checkout().edit("Pulumi.stage.yaml", (text) => {
      const { config } = parse(text) as { config: object };
      return stringify({ config: { ...config, "agentgateway-infra:cluster": { controlPlane: "existing" } } });
    });
    await copyStack(checkout(), "stage", "dev");
    await runOnHub(checkout(), "stage", "dev");
    assertCode(await checkout().pulumi("config", "rm", "selectorLabels", "--stack", "stage"), 0);
    assertCode(await checkout().npm("render"), 0);
    checkout().commit("Stage beside dev");
    const refused = await takeover();
    assertRefused(refused, /Deployment agentgateway-stage\/mcp-website-fetcher: can't become .*immutable/);
    assert.match(refused.all, /Pulumi adopts.*Secret agentgateway-stage\/openai-secret.*Argo CD keeps/s);
    assert.match(refused.all, /syncs nothing from --release on[^]*agentgateway-configs-prod\n/);
    assert.doesNotMatch(refused.all, /not part of this installation|argocd-server|agentgateway-infra-root\n/);
    const [command = ""] = /pulumi config set --path 'selectorLabels\S+ stage --stack stage/.exec(refused.all) ?? [];
    assertCode(await checkout().shell("bash", ["-c", command]), 0);
    checkout().edit("Pulumi.stage.yaml", (text) =>
      text.replace("config:\n", 'config:\n  agentgateway-infra:selectorLabels: { "environment": "stage" }\n'),
    );
    assertCode(await checkout().npm("render"), 0);
    assert.deepEqual(await identitiesIn(checkout(), NAMESPACE), before);
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
    const now = await identitiesIn(checkout(), NAMESPACE);
    assert.deepEqual(Object.fromEntries(Object.keys(before).map((name) => [name, now[name]])), before);
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
    const secrets = await checkout().get<object>("dev", "secrets", "-n", NAMESPACE);
    assert.doesNotMatch(JSON.stringify(secrets), /"argocd\.argoproj\.io\/tracking-id":/);
  });

  it("stage is then as after any pulumi up, and goes like any stack", async () => {
    const projects = await checkout().get<object>("dev", "appprojects", "-n", "argocd", "--show-managed-fields");
    assert.doesNotMatch(JSON.stringify(projects), /kubectl-takeover/);
    assertCode(await checkout().pulumi("preview", "--stack", "stage", "--refresh", "--expect-no-changes"), 0);
    assertCode(await checkout().shell("npm", ["run", "--silent", "drift", "--", "stage"]), 0);
  });

  it("another selector, which the cluster refuses, fails pulumi up, although Argo CD says Synced after it", async () => {
    const limit = ["--path", "application.timeoutSeconds"];
    assertCode(await checkout().pulumi("config", "set", ...limit, "45", "--stack", "stage"), 0);
    await describeLabel("other");
    let ended = false;
    const up = checkout().pulumi("up", "--stack", "stage", "--yes", "--skip-preview");
    void up.finally(() => (ended = true));
    const said: (string | undefined)[] = [];
    for (let change = 0; !ended; change++) {
      // Each change of a live object has Argo CD compare again, by what it keeps.
      const words = [
        "annotate",
        "deployment",
        "mcp-website-fetcher",
        "-n",
        NAMESPACE,
        "--overwrite",
        `change=${change}`,
      ];
      assertCode(await checkout().shell("kubectl", words), 0);
      said.push((await application(OTHERS.stage)).status?.sync?.status);
    }
    assertRefused(await up, /agentgateway-configs-stage: .*spec\.selector.*field is immutable/);
    assert.ok(said.includes("Unknown") && said.indexOf("Unknown") < said.lastIndexOf("Synced"), said.join());
    await describeLabel("stage");
    assertCode(await checkout().pulumi("config", "rm", ...limit, "--stack", "stage"), 0);
    assertCode(await checkout().pulumi("up", "--stack", "stage", "--yes", "--skip-preview"), 0);
  });

  it("stage goes like any stack", async () => {
    assertCode(await checkout().pulumi("destroy", "--stack", "stage", "--yes", "--skip-preview"), 0);
  });
}
