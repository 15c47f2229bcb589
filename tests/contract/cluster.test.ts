import assert from "node:assert/strict";
import type { Cluster } from "../../kube/cluster";
import { clusterAt } from "../../kube/clusterAt";
import type { LiveObject } from "../../kube/live";
import { refOf } from "../../kube/ref";
import { BareCluster } from "../../dev/support/bareCluster";

const MANAGER = "contract-test";

describe("objects of a real cluster", () => {
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "a", namespace: "argocd" }, type: "Opaque" };
  const ref = refOf(secret);
  const bare = new BareCluster();
  let cluster: Cluster;

  before(async () => {
    cluster = clusterAt(bare.kubeconfig);
    await bare.server.ensureNamespace("argocd");
    const labels = { a: "b" };
    await bare.server.apply({ ...secret, metadata: { ...secret.metadata, labels }, stringData: { key: "value" } });
  });

  const read = async () => (await cluster.read(ref)) as LiveObject;

  it("are read and listed, and none where there is none, or no such kind", async () => {
    assert.equal((await read()).kind, "Secret");
    // As an overlay has it: a namespace for every object, also where the kind has none.
    const namespace = { apiVersion: "v1", kind: "Namespace", namespace: "argocd", name: "argocd" };
    assert.equal((await cluster.read(namespace))?.metadata.name, "argocd");
    assert.equal(await cluster.read({ ...ref, name: "b" }), undefined);
    const kind = { apiVersion: "v1", kind: "Secret", namespace: "argocd" };
    assert.deepEqual((await cluster.list(kind, "a=b")).map(refOf), [ref]);
    assert.deepEqual(await cluster.list(kind, "a=c"), []);
    assert.deepEqual(await cluster.list({ apiVersion: "example.com/v1", kind: "Thing" }), []);
  });

  it("are changed in the name of a manager, and so are the owners of their fields", async () => {
    const annotated = (live: LiveObject) => ({ ...live, metadata: { ...live.metadata, annotations: { x: "y" } } });
    await cluster.update(ref, annotated, MANAGER);
    const { metadata } = await read();
    assert.deepEqual(metadata.annotations, { x: "y" });
    assert.ok(metadata.managedFields?.some(({ manager }) => manager === MANAGER));
    const renamed = (live: LiveObject) => ({
      ...live,
      metadata: {
        ...live.metadata,
        managedFields: live.metadata.managedFields?.map((entry) =>
          entry.manager === MANAGER ? { ...entry, manager: "other" } : entry,
        ),
      },
    });
    await cluster.update(ref, renamed, MANAGER);
    const managers = (await read()).metadata.managedFields?.map(({ manager }) => manager);
    assert.ok(managers?.includes("other") && !managers.includes(MANAGER), managers?.join());
  });

  it("lose a field that is merged as null, and a missing one stays missing", async () => {
    const labels = { a: null } as unknown as Record<string, string>;
    await cluster.merge({ ...secret, metadata: { ...secret.metadata, labels } });
    assert.equal((await read()).metadata.labels, undefined);
    await cluster.merge({ ...secret, metadata: { ...secret.metadata, name: "b" } });
    assert.equal(await cluster.read({ ...ref, name: "b" }), undefined);
  });

  it("tell every state since a version", async () => {
    const states = async (version: string) =>
      (await cluster.statesSince(ref, version))?.map(({ metadata }) => metadata.annotations?.state);
    const change = (state: string) =>
      cluster.merge({ ...secret, metadata: { ...secret.metadata, annotations: { state } } });
    const { resourceVersion = "" } = (await read()).metadata;
    assert.deepEqual(await states(resourceVersion), []);
    await change("1");
    assert.deepEqual(await states(resourceVersion), ["1"]);
    await change("2");
    await change("1");
    assert.deepEqual(await states(resourceVersion), ["1", "2", "1"]);
    assert.equal(await cluster.statesSince({ apiVersion: "example.com/v1", kind: "Thing", name: "a" }, "1"), undefined);
  });

  it("reject what can't become of them, by the server's own words", async () => {
    const live = await read();
    assert.equal(await cluster.rejection(live, secret), undefined);
    assert.match((await cluster.rejection(live, { ...secret, type: "example.com/other" })) ?? "", /field is immutable/);
    assert.equal((await read()).metadata.resourceVersion, live.metadata.resourceVersion);
  });
});
