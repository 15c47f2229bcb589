import assert from "node:assert/strict";
import { readArgoCd } from "../../cli/drift/argocd/read";
import { readEnvironment } from "../../cli/status/read";
import { scopeOf } from "../../components/live/scope";
import { kubeconfig } from "../../dev/sandbox/cluster/kubeconfig";
import { startControlPlane, type ControlPlane } from "../../dev/support/controlPlane";
import { environment } from "../../dev/support/environment";
import { eventually } from "../../dev/support/shell";
import type { Cluster } from "../../kube/cluster";
import { clusterAt } from "../../kube/clusterAt";
import { dryRun } from "../../kube/dryRun";
import type { KubernetesObject } from "../../kube/object";

const GROUP = "external-secrets.io";
const NAMESPACE = "agentgateway-test";
const KUBECTL = { manager: "kubectl-create", force: true };

/** A definition as External Secrets has it, as far as it matters here: with two versions. */
function definition(kind: string, plural: string, scope: "Namespaced" | "Cluster"): KubernetesObject {
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: ["v1beta1", "v1"].map((name) => ({ name, served: true, storage: name === "v1", schema })),
    },
  };
}

const object = (kind: string, name: string, more: object = {}): KubernetesObject => ({
  apiVersion: `${GROUP}/v1`,
  kind,
  metadata: { name, ...(kind === "ExternalSecret" && { namespace: NAMESPACE }) },
  spec: { refreshInterval: "1h" },
  ...more,
});

const notReady = {
  conditions: [{ type: "Ready", status: "False", reason: "SecretSyncedError", message: "no such key" }],
};

describe("kinds that a stack allows, on a real cluster", () => {
  let plane: ControlPlane;
  let cluster: Cluster;
  const allowing = environment({
    namespace: NAMESPACE,
    delivery: "direct",
    allowedKinds: {
      [`ExternalSecret.${GROUP}`]: {},
      [`ClusterSecretStore.${GROUP}`]: { clusterWide: ["vault"] },
      "Widget.example.com": {},
    },
  });

  before(async () => {
    plane = await startControlPlane();
    cluster = clusterAt(kubeconfig([plane.access]));
    await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } }, KUBECTL);
    await cluster.apply(definition("ExternalSecret", "externalsecrets", "Namespaced"), KUBECTL);
    await cluster.apply(definition("ClusterSecretStore", "clustersecretstores", "Cluster"), KUBECTL);
    const objects = [
      object("ExternalSecret", "keys", { status: notReady }),
      object("ClusterSecretStore", "vault"),
      object("ClusterSecretStore", "theirs"),
    ];
    for (const each of objects)
      await eventually(`${each.kind} is served`, 30, async () => {
        await cluster.apply(each, KUBECTL).catch(() => undefined);
        const { apiVersion, kind, metadata } = each;
        return (await cluster.read({ apiVersion, kind, ...metadata })) !== undefined;
      });
  });
  after(async () => plane?.stop());

  const found = async (desired: typeof allowing) => {
    const reading = { applications: [], settleSeconds: 0 };
    const { besides } = await readArgoCd(scopeOf(desired, ""), reading, { hub: cluster, target: cluster });
    return besides.filter(({ apiVersion }) => apiVersion.startsWith(GROUP)).map(({ kind, name }) => `${kind} ${name}`);
  };

  it("are found where nobody has described them, and not looked for where they are not allowed", async () => {
    assert.deepEqual(await found(allowing), ["ExternalSecret keys"]);
    assert.deepEqual(await found({ ...allowing, allowedKinds: {} }), []);
  });

  it("have a status: of those without a namespace, the named ones", async () => {
    const expected = { namespace: NAMESPACE, gateways: [], workloads: [], ownController: false };
    const statuses = async (desired: typeof allowing) =>
      (await readEnvironment(desired, expected, cluster, cluster)).filter(({ kind }) =>
        ["ExternalSecret", "ClusterSecretStore"].includes(kind),
      );
    assert.deepEqual(await statuses(allowing), [
      { kind: "ClusterSecretStore", name: "vault", ok: false, detail: "Ready is not reported yet" },
      {
        kind: "ExternalSecret",
        name: `${NAMESPACE}/keys`,
        ok: false,
        detail: "not Ready: SecretSyncedError: no such key",
      },
    ]);
    assert.deepEqual(await statuses({ ...allowing, allowedKinds: {} }), []);
  });

  it("are tried before anything is deployed", async () => {
    const { metadata: _, ...rest } = object("ExternalSecret", "keys");
    const answers = await dryRun(kubeconfig([plane.access]), undefined, NAMESPACE, [
      { ...rest, metadata: { name: "new" } },
      object("ClusterSecretStore", "vault"),
      { ...object("ClusterSecretStore", "vault"), apiVersion: "example.com/v1" },
    ]);
    assert.deepEqual(
      answers.map((answer) => answer?.status),
      [201, 200, undefined],
    );
  });
});
