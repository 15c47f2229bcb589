import assert from "node:assert/strict";
import { assessOwned } from "../../../../cli/live/owned";
import type { LiveObject, ManagedFields } from "../../../../kube/live";
import type { KubernetesObject } from "../../../../kube/object";

const scope = { stack: "test", managers: ["rancher"] };
const edited = (manager: string, fieldsV1: object): ManagedFields =>
  ({ manager, operation: "Update", time: "2026-11-24T21:04:00Z", fieldsV1 }) as ManagedFields;

const project: KubernetesObject = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "AppProject",
  metadata: { name: "infra", namespace: "argocd" },
  spec: { sourceRepos: ["a"], destinations: [{ namespace: "x" }] },
};
const settings: KubernetesObject = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "settings", namespace: "argocd", labels: { a: "b" } },
  data: { kept: "1" },
};
const secret: KubernetesObject = { ...settings, kind: "Secret", metadata: { name: "keys" }, data: { key: "c2VjcmV0" } };

/** What is reported of a live object: the desired one, changed. */
function reported(desired: KubernetesObject, change: (live: LiveObject) => void = () => undefined): string[] {
  const live: LiveObject = structuredClone(desired);
  change(live);
  return assessOwned(desired, live, scope).map(({ where, what, by }) => [where, what, by].filter(Boolean).join("; "));
}

describe("live: objects that Pulumi applies", () => {
  it("has nothing to say of those that are as desired, whatever others fill in", () => {
    for (const desired of [project, settings, secret]) assert.deepEqual(reported(desired), []);
    const filled = (live: LiveObject) => {
      live.metadata.labels = { ...live.metadata.labels, id: "1" };
      live.metadata.managedFields = [edited("rancher", { "f:metadata": { "f:labels": { "f:id": {} } } })];
      live["status"] = { phase: "Active" };
    };
    assert.deepEqual(reported(settings, filled), []);
  });

  it("names one that is gone", () =>
    assert.deepEqual(
      assessOwned(settings, undefined, scope).map(({ where, what, remedy }) => [where, what, remedy]),
      [["ConfigMap argocd/settings", "is gone", "pulumi up --stack test restores it."]],
    ));

  it("sees each entry that is added to who may do what, whoever added it", () => {
    const added = (live: LiveObject) => {
      (live["spec"] as { sourceRepos: string[] }).sourceRepos.push("*");
      live.metadata.managedFields = [edited("argocd-controller", { "f:spec": { "f:sourceRepos": {} } })];
    };
    assert.deepEqual(reported(project, added), [
      'AppProject argocd/infra; spec.sourceRepos was changed from ["a"] to ["a","*"]',
    ]);
    const field = (live: LiveObject) =>
      void ((live["spec"] as Record<string, unknown>)["clusterResourceWhitelist"] = []);
    assert.match(reported(project, field).join(), /spec\.clusterResourceWhitelist was added/);
  });

  it("has nothing to say of what somebody has set back to what is desired", () => {
    const setBack = (live: LiveObject) =>
      (live.metadata.managedFields = [edited("kubectl-edit", { "f:spec": { "f:sourceRepos": {} } })]);
    assert.deepEqual(reported(project, setBack), []);
  });

  it("sees entries that are changed, removed and added, with who did it", () => {
    const changed = (live: LiveObject) => {
      live["data"] = { kept: "2", more: "x" };
      delete live.metadata.labels;
      live.metadata.managedFields = [edited("kubectl-patch", { "f:data": { "f:kept": {}, "f:more": {} } })];
    };
    assert.deepEqual(reported(settings, changed), [
      'ConfigMap argocd/settings; metadata.labels was removed (desired: {"a":"b"})',
      'ConfigMap argocd/settings; data.kept was changed from "1" to "2"; kubectl-patch',
      'ConfigMap argocd/settings; data.more was set (live: "x"); kubectl-patch',
    ]);
  });

  it("shows no value of a Secret", () => {
    const stolen = (live: LiveObject) => {
      live["data"] = { key: "c3RvbGVu" };
      live.metadata.managedFields = [edited("kubectl-patch", { "f:data": { "f:key": {} } })];
    };
    assert.deepEqual(reported(secret, stolen), ["Secret keys; data.key was changed; kubectl-patch"]);
  });

  it("takes an empty map for none, and a value that the API server writes differently for the same", () => {
    const empty = { ...settings, data: {} };
    assert.deepEqual(
      reported(empty, (live) => void delete live["data"]),
      [],
    );
    const workload = {
      ...settings,
      apiVersion: "apps/v1",
      kind: "Deployment",
      spec: { limits: { cpu: "1000m" } },
      data: undefined,
    };
    assert.deepEqual(
      reported(workload, (live) => void (live["spec"] = { limits: { cpu: "1" } })),
      [],
    );
  });
});
