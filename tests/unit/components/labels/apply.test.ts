import assert from "node:assert/strict";
import { environmentFiles } from "../../../../components/environment";
import { withLabels } from "../../../../components/labels/apply";
import { environment } from "../../../../dev/support/environment";
import { handWrittenFiles } from "../../../../gitops/handWritten";
import { renderTree } from "../../../../gitops/tree";
import type { KubernetesObject } from "../../../../kube/object";

const catalogue = { mcpServers: { tools: { image: "example.com/tools:1" } } };
const mine = { path: "k8s/base/mine.yaml", text: "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: mine }\n" };

function find(objects: readonly KubernetesObject[], kind: string): KubernetesObject {
  const found = objects.find((object) => object.kind === kind);
  assert.ok(found, kind);
  return found;
}

describe("labels of an environment", () => {
  const objectsOf = (over: object) =>
    environmentFiles(environment({ ...catalogue, ...over })).flatMap(({ objects }) => objects);

  it("are on each object and on pods, and change no selector", () => {
    const labels = { environment: "test" };
    const [objects, before] = [objectsOf({ labels }), objectsOf({})];
    for (const object of objects) assert.equal(object.metadata.labels?.environment, "test", object.kind);
    const { selector, template } = find(objects, "Deployment").spec as { selector: object; template: KubernetesObject };
    assert.deepEqual(template.metadata.labels, { app: "tools", environment: "test" });
    assert.deepEqual(selector, { matchLabels: { app: "tools" } });
    assert.deepEqual(find(objects, "Service").spec, find(before, "Service").spec);
    assert.deepEqual(find(objects, "NetworkPolicy").spec, find(before, "NetworkPolicy").spec);
  });

  it("are in selectors where that is said, and on the proxy's pods, which a NetworkPolicy then asks for", () => {
    const selectorLabels = { environment: "test" };
    const objects = objectsOf({ selectorLabels });
    const { selector } = find(objects, "Deployment").spec as { selector: object };
    assert.deepEqual(selector, { matchLabels: { app: "tools", environment: "test" } });
    assert.deepEqual((find(objects, "Service").spec as { selector: object }).selector, {
      app: "tools",
      environment: "test",
    });
    const { ingress, podSelector } = find(objects, "NetworkPolicy").spec as { ingress: object[]; podSelector: object };
    assert.deepEqual(podSelector, { matchLabels: { app: "tools", environment: "test" } });
    const proxies = { "gateway.networking.k8s.io/gateway-name": "agentgateway-proxy", environment: "test" };
    assert.deepEqual((ingress[0] as { from: object[] }).from, [{ podSelector: { matchLabels: proxies } }]);
    const { infrastructure } = find(objects, "Gateway").spec as { infrastructure: { labels: object } };
    assert.deepEqual(infrastructure.labels, selectorLabels);
  });

  it("are found through lists, and made only where Kustomize makes them", () => {
    const term = { labelSelector: { matchLabels: { app: "x" } }, topologyKey: "zone" };
    const spec = {
      template: {
        spec: {
          affinity: {
            podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term, { topologyKey: "a" }] },
          },
        },
      },
    };
    const object = { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: "x" }, spec };
    const labelled = withLabels(object, { selectorLabels: { a: "b" } }).spec as typeof spec;
    assert.deepEqual(labelled.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution, [
      { ...term, labelSelector: { matchLabels: { app: "x", a: "b" } } },
      { topologyKey: "a" },
    ]);
    const budget = { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: { name: "x" }, spec: {} };
    assert.deepEqual(withLabels(budget, { selectorLabels: { a: "b" } }).spec, {});
  });

  it("are one entry of the overlay, and no patch of each object; those of platform.ts are not in the base", () => {
    const labels = { environment: "test" };
    const base = environment({ ...catalogue, labels: { team: "a" } }, "base");
    const desired = environment({ ...catalogue, labels: { team: "a", ...labels }, selectorLabels: { tier: "x" } });
    const tree = renderTree({ base, environments: [desired] }, [mine]);
    const overlay = tree.get("k8s/overlays/test/kustomization.yaml") ?? "";
    assert.match(
      overlay,
      /\nlabels:\n {2}- includeTemplates: true\n {4}pairs:\n {6}team: a\n {6}environment: test\n {2}- includeSelectors: true\n {4}pairs:\n {6}tier: x\n$/,
    );
    assert.deepEqual(
      [...overlay.matchAll(/^ {6}kind: (\w+)$/gm)].map(([, kind]) => kind),
      ["Gateway"],
    );
    for (const [path, text] of tree) if (path.startsWith("k8s/base/")) assert.ok(!text.includes("team: a"), path);
  });

  it("are on manifests that a person wrote, too", () => {
    const [file] = handWrittenFiles([mine], environment({ labels: { environment: "test" } }));
    assert.deepEqual(file?.objects[0]?.metadata.labels, { environment: "test" });
  });
});
