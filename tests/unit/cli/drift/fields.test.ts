import assert from "node:assert/strict";
import fc from "fast-check";
import { changesOf, findingsOf, showChange } from "../../../../cli/drift/changes";
import { differences, exactDifferences } from "../../../../cli/drift/compare";
import type { LiveObject, ManagedFields } from "../../../../kube/live";
import { foreignFields } from "../../../../kube/managedFields";
import { overlaps, parsePath, showPath } from "../../../../kube/fieldPath";

const entry = (manager: string, fieldsV1: object, more: Partial<ManagedFields> = {}): ManagedFields =>
  ({ manager, operation: "Update", time: "2026-11-24T21:04:00Z", fieldsV1, ...more }) as ManagedFields;

const live = (...managedFields: ManagedFields[]): LiveObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "a", managedFields },
});

describe("drift: fields", () => {
  it("reads the paths that Pulumi writes, and writes them for a reader", () => {
    const text = 'spec.rules[0].filters.metadata["a.b/c-d"].x';
    assert.deepEqual(parsePath(text), ["spec", "rules", "[0]", "filters", "metadata", "a.b/c-d", "x"]);
    assert.equal(showPath(parsePath(text)), text);
  });

  it("any path of keys survives being written and read", () => {
    const key = fc.stringMatching(/^[a-z][a-z0-9./-]{0,12}$/);
    fc.assert(
      fc.property(fc.array(key, { minLength: 1 }), (path) => assert.deepEqual(parsePath(showPath(path)), path)),
    );
  });

  it("finds one field in two notations, and what is above and below it", () => {
    const field = ["spec", "containers", "[0]", "image"];
    assert.ok(overlaps(field, ["spec", "containers", "[name=proxy]", "image"]));
    assert.ok(overlaps(field, ["spec"]));
    assert.ok(!overlaps(field, ["spec", "containers", "[0]", "name"]));
  });

  it("tells who set a field, how and when, and says nothing of those whose business it is", () => {
    const object = live(
      entry("argocd-controller", { "f:spec": { "f:template": {} } }, { operation: "Apply" }),
      entry("pulumi-kubernetes-1a2b", { "f:spec": { "f:x": {} } }),
      entry("kube-controller-manager", { "f:metadata": { "f:annotations": { "f:revision": {} } } }),
      entry("kubectl", { "f:spec": { "f:replicas": {} } }, { subresource: "scale" }),
      entry("rancher", { "f:metadata": { "f:labels": { ".": {}, "f:cattle.io/id": {} } } }),
    );
    const at = "2026-11-24T21:04:00Z";
    assert.deepEqual(foreignFields(object, ["rancher"]), [{ path: ["spec", "replicas"], by: "kubectl (scale)", at }]);
    assert.deepEqual(foreignFields(object).at(-1)?.path, ["metadata", "labels", "cattle.io/id"]);
  });

  it("leaves status, finalizers and bookkeeping out", () => {
    const bookkeeping = {
      "f:metadata": {
        "f:finalizers": { 'v:"x"': {} },
        "f:annotations": { "f:kubectl.kubernetes.io/last-applied-configuration": {} },
        "f:labels": { "f:kubernetes.io/metadata.name": {} },
      },
      "f:status": { "f:phase": {} },
    };
    assert.deepEqual(foreignFields(live(entry("kubectl", bookkeeping))), []);
    const notified = { "f:metadata": { "f:annotations": { ".": {}, "f:notified.notifications.argoproj.io": {} } } };
    assert.deepEqual(foreignFields(live(entry("argocd-notifications-controller", notified))), []);
    const removedAgain = { "f:metadata": { "f:annotations": { ".": {} } } };
    assert.deepEqual(foreignFields(live(entry("kubectl-annotate", removedAgain))), []);
    assert.deepEqual(foreignFields(live(entry("x", { "f:spec": { "f:a": {} } }, { subresource: "status" }))), []);
  });

  it("takes what argocd-server changes for a person's doing, but for the Secret that is its own", () => {
    const fields = { "f:data": { "f:server.secretkey": {} } };
    const secret = (name: string) => ({
      kind: "Secret",
      metadata: { name, managedFields: [entry("argocd-server", fields)] },
    });
    assert.deepEqual(foreignFields(secret("argocd-secret")), []);
    assert.equal(foreignFields(secret("another")).length, 1);
  });

  it("leaves out what a deployer has as well: it has the deployer's value", () => {
    const fields = { "f:data": { "f:a": {}, "f:b": {} } };
    const applied = entry("pulumi-kubernetes-1", { "f:data": { "f:a": {} } }, { operation: "Apply" });
    const paths = foreignFields(live(applied, entry("kubectl-patch", fields))).map(({ path }) => path);
    assert.deepEqual(paths, [["data", "b"]]);
  });

  it("takes a takeover and Argo CD's way with roles for what they are", () => {
    const rules = { "f:rules": {} };
    const role = (kind: string, manager: string) =>
      foreignFields({ kind, metadata: { name: "a", managedFields: [entry(manager, rules)] } });
    assert.deepEqual(role("ClusterRole", "argocd"), []);
    assert.equal(role("ConfigMap", "argocd").length, 1);
    assert.equal(role("ClusterRole", "kubectl-edit").length, 1);
    assert.deepEqual(role("Secret", "before-takeover:kubectl"), []);
  });

  it("says nothing of who made an object of which others have all that is in it", () => {
    const object = live(
      entry("argocd", { "f:spec": {} }),
      entry("pulumi-kubernetes-1a2b", { "f:spec": { "f:sourceRepos": {} } }, { operation: "Apply" }),
    );
    assert.deepEqual(foreignFields(object), []);
  });

  it("names elements of lists by their keys", () => {
    const fields = { "f:spec": { "f:containers": { 'k:{"name":"proxy"}': { ".": {}, "f:image": {} } } } };
    assert.deepEqual(
      foreignFields(live(entry("kubectl-edit", fields))).map(({ path }) => showPath(path)),
      ["spec.containers[name=proxy].image"],
    );
  });

  it("compares what is described, and all that is there only where that is asked for", () => {
    const desired = { a: 1, list: [{ x: 1 }, { x: 2 }], gone: true };
    const actual = { a: 2, list: [{ x: 1, filled: 0 }, { x: 2 }], more: true };
    assert.deepEqual(differences(desired, actual), [
      { path: ["a"], kind: "changed", desired: 1, live: 2 },
      { path: ["gone"], kind: "removed", desired: true },
    ]);
    assert.deepEqual(exactDifferences(desired, actual), [
      { path: ["a"], kind: "changed", desired: 1, live: 2 },
      { path: ["gone"], kind: "removed", desired: true },
      { path: ["list", "[0]", "filled"], kind: "added", live: 0 },
      { path: ["more"], kind: "added", live: true },
    ]);
    const longer = { path: ["list"], kind: "changed", desired: [1], live: [1, 2] } as const;
    assert.deepEqual(differences({ list: [1] }, { list: [1, 2] }), [longer]);
  });

  it("says of each person what they did, and of what nobody owns that it is gone", () => {
    const object = live(
      entry("kubectl-edit", { "f:spec": { "f:a": {} } }),
      entry("k9s", { "f:spec": { "f:b": {} }, "f:metadata": { "f:labels": { "f:new": {} } } }),
    );
    const changes = changesOf(
      [
        { path: ["spec", "a"], kind: "changed" },
        { path: ["spec", "b"], kind: "changed" },
        { path: ["spec", "c"], kind: "removed" },
      ],
      object,
      [],
    );
    const findings = findingsOf(changes, { side: "pulumi", where: "ConfigMap x" }, () => "mend it");
    assert.deepEqual(
      findings.map(({ what, by }) => [what, by]),
      [
        ["spec.a was changed", "kubectl-edit"],
        ["spec.b was changed", "k9s"],
        ["spec.c was removed", undefined],
        ["metadata.labels.new was set", "k9s"],
      ],
    );
  });

  it("tells of what was added beside what was removed", () => {
    const object = live(entry("kubectl-label", { "f:metadata": { "f:labels": { "f:new": {} } } }));
    const changes = changesOf([{ path: ["metadata", "labels"], kind: "removed" }], object, []);
    assert.deepEqual(changes.map(showChange), ["metadata.labels was removed", "metadata.labels.new was set"]);
  });

  it("says how many fields it does not name", () => {
    const changes = Array.from({ length: 8 }, (_, index) => ({ path: [`f${index}`], kind: "set" as const }));
    const [finding] = findingsOf(changes, { side: "pulumi", where: "x" }, () => "", showChange);
    assert.match(finding!.what, /^f0 was set.*f4 was set, and 3 more$/);
  });
});
