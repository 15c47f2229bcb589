import assert from "node:assert/strict";
import { assertDeletable, deleteNamespace } from "../../cli/live/deletion";
import type { Deployed } from "../../cli/drift/argocd/objects";
import { assessOwned } from "../../cli/live/owned";
import { removeRemains } from "../../cli/live/remains";
import { restore } from "../../cli/live/restore";
import { TRACKING_ID } from "../../components/argocd/tracking";
import { OWNER } from "../../components/cluster/owner";
import { UserError } from "../../core/errors";
import { kubeconfig } from "../../dev/sandbox/cluster/kubeconfig";
import { startControlPlane, type ControlPlane } from "../../dev/support/controlPlane";
import { eventually } from "../../dev/support/shell";
import type { Cluster } from "../../kube/cluster";
import { clusterAt } from "../../kube/clusterAt";
import type { LiveObject } from "../../kube/live";
import type { KubernetesObject } from "../../kube/object";
import { refOf } from "../../kube/ref";

const PROVIDER = { manager: "pulumi-kubernetes-1a2b3c4d", force: true };
const PERSON = "kubectl-edit";
const scope = { stack: "test", managers: ["rancher"] };

describe("what a stack applies, on a real cluster", () => {
  let plane: ControlPlane;
  let cluster: Cluster;

  before(async () => {
    plane = await startControlPlane({ keeper: true });
    cluster = clusterAt(kubeconfig([plane.access]));
  });
  after(async () => plane?.stop());

  const read = async (object: KubernetesObject) => (await cluster.read(refOf(object))) as LiveObject;
  const drift = async (object: KubernetesObject) =>
    assessOwned(object, await cluster.read(refOf(object)), scope).map(({ what }) => what);
  const edit = (object: KubernetesObject, change: (live: LiveObject) => void, manager = PERSON) =>
    cluster.update(
      refOf(object),
      (live) => {
        const next = structuredClone(live);
        change(next);
        return next;
      },
      manager,
    );

  const role: KubernetesObject = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "of-the-stack" },
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
  };
  const settings: KubernetesObject = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "default", labels: { app: "a" } },
    data: { kept: "1" },
  };

  it("is restored: what was changed, removed and added, whoever did it", async () => {
    for (const object of [role, settings]) await cluster.apply(object, PROVIDER);
    for (const object of [role, settings]) assert.deepEqual(await drift(object), []);
    const everything = { apiGroups: ["*"], resources: ["*"], verbs: ["*"] };
    await edit(role, (live) => void (live["rules"] as object[]).push(everything), "argocd-controller");
    await edit(settings, (live) => {
      live["data"] = { kept: "2", "exec.enabled": "true" };
      live.metadata.labels = { more: "x" };
    });
    for (const object of [role, settings]) assert.notDeepEqual(await drift(object), []);
    for (const object of [role, settings]) await restore(cluster, object, scope.managers);
    assert.deepEqual((await read(role))["rules"], role["rules"]);
    assert.deepEqual((await read(settings))["data"], settings["data"]);
    assert.deepEqual((await read(settings)).metadata.labels, settings.metadata.labels);
    for (const object of [role, settings]) assert.deepEqual(await drift(object), []);
  });

  it("keeps what somebody has changed and changed back, and owns it again", async () => {
    const { kept } = settings["data"] as { kept: string };
    for (const value of ["2", kept]) await edit(settings, (live) => void (live["data"] = { kept: value }));
    assert.deepEqual(await drift(settings), ['data.kept was set (live: "1")']);
    await restore(cluster, settings, scope.managers);
    assert.deepEqual((await read(settings))["data"], settings["data"]);
    assert.deepEqual(await drift(settings), []);
  });

  it("keeps what the controllers of a platform have added", async () => {
    await edit(settings, (live) => void (live.metadata.labels = { ...live.metadata.labels, id: "1" }), "rancher");
    await edit(settings, (live) => void (live["data"] = { kept: "3" }));
    await restore(cluster, settings, scope.managers);
    assert.deepEqual((await read(settings)).metadata.labels, { app: "a", id: "1" });
    assert.deepEqual((await read(settings))["data"], { kept: "1" });
  });

  it("is created again where it is gone", async () => {
    await cluster.remove(refOf(settings));
    assert.deepEqual(await drift(settings), ["is gone"]);
    await restore(cluster, settings, scope.managers);
    assert.deepEqual(await drift(settings), []);
  });

  it("loses its namespace with the stack, and no namespace of another", async () => {
    const namespace = (name: string, owner: string): KubernetesObject => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, annotations: { [OWNER]: owner } },
    });
    const [own, others] = [namespace("own", "us"), namespace("others", "them")];
    for (const each of [own, others]) await cluster.apply(each, PROVIDER);
    for (const { metadata } of [own, others])
      await deleteNamespace(cluster, { namespace: metadata.name, owner: "us" }, () => undefined);
    assert.equal(await cluster.read(refOf(own)), undefined);
    assert.equal((await read(others)).metadata.deletionTimestamp, undefined);
  });

  it("is deleted where Argo CD has left it, but for CRDs and what another Application has taken over", async () => {
    const guard = (name: string, application: string): KubernetesObject => ({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: {
        name,
        annotations: { [TRACKING_ID]: `${application}:rbac.authorization.k8s.io/ClusterRole:/${name}` },
      },
      rules: [],
    });
    const definition: KubernetesObject = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "keys.example.com", annotations: { [TRACKING_ID]: "ours:apiextensions.k8s.io/…" } },
      spec: {
        group: "example.com",
        scope: "Cluster",
        names: { plural: "keys", kind: "Key" },
        versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
      },
    };
    const [left, taken] = [guard("left", "ours"), guard("taken", "ours-too")];
    const gone = guard("gone", "ours");
    for (const each of [left, taken, definition]) await cluster.apply(each, PROVIDER);
    const application = { metadata: { name: "ours" } } as Deployed["application"];
    const deployed = [left, taken, definition, gone].map((object) => {
      const ref = refOf(object);
      return { ref, application, resource: { ...ref, status: "Synced" } };
    });
    const said: string[] = [];
    await removeRemains(cluster, deployed, "argocd", (message) => said.push(message));
    assert.equal(await cluster.read(refOf(left)), undefined);
    for (const each of [taken, definition]) assert.equal((await read(each)).metadata.deletionTimestamp, undefined);
    await removeRemains(cluster, deployed, "argocd", (message) => said.push(message));
    assert.deepEqual(said, ["Argo CD has left what is deleted now: ClusterRole left"]);
  });

  it("holds its namespace by a finalizer, which is named with the object, and no longer than that", async () => {
    const namespace: KubernetesObject = {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "held", annotations: { [OWNER]: "us" } },
    };
    const metadata = { name: "keeps", namespace: "held", finalizers: ["example.com/hold"] };
    const held: KubernetesObject = { apiVersion: "v1", kind: "ConfigMap", metadata };
    for (const each of [namespace, held]) await cluster.apply(each, PROVIDER);
    const said: string[] = [];
    const remove = (patience?: number) =>
      deleteNamespace(cluster, { namespace: "held", owner: "us" }, (message) => said.push(message), patience);
    await assert.rejects(remove(2), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^The namespace held can't be deleted/);
      assert.match(error.message, /NamespaceContentRemaining: .*; configmaps: .*keeps/);
      assert.match(error.message, /NamespaceFinalizersRemaining: .*example\.com\/hold/);
      return true;
    });
    assert.match(said.at(-1) ?? "", /waiting for the namespace held to be deleted: Namespace/);
    await edit(held, (live) => void delete live.metadata.finalizers);
    await remove();
    assert.equal(await cluster.read(refOf(namespace)), undefined);
  });

  it("is not deleted while an aggregated API does not answer, which is named", async () => {
    await assertDeletable(cluster);
    const version = { group: "custom.metrics.k8s.io", version: "v1beta1", insecureSkipTLSVerify: true };
    const service = { name: "missing", namespace: "default" };
    const api: KubernetesObject = {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: "v1beta1.custom.metrics.k8s.io" },
      spec: { ...version, groupPriorityMinimum: 100, versionPriority: 100, service },
    };
    await cluster.apply(api, PROVIDER);
    let said = "";
    await eventually("the API server finds that nobody answers for the API", 30, async () => {
      await assertDeletable(cluster).catch((error: unknown) => {
        assert.ok(error instanceof UserError);
        said = error.message;
      });
      return said !== "";
    });
    assert.match(said, /APIService v1beta1\.custom\.metrics\.k8s\.io: does not answer \(ServiceNotFound: /);
    assert.match(said, /kubectl delete apiservice v1beta1\.custom\.metrics\.k8s\.io/);
  });
});
