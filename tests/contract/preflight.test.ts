import assert from "node:assert/strict";
import { examineClusters } from "../../components/cluster/preflight";
import { clusterAt } from "../../kube/clusterAt";
import { applyCrds } from "../../components/controller/applyCrds";
import type { PlainObject } from "../../core/merge";
import { BareCluster, smallCrd } from "../../dev/support/bareCluster";

describe("a look at real clusters, before anything is changed", () => {
  const bare = new BareCluster();

  async function reported(layer: PlainObject): Promise<string[]> {
    const desired = bare.environment(layer, { allowLoopback: true, name: "stage" });
    const { errors } = await examineClusters(desired, "acme/agentgateway-infra/test");
    return errors.map(({ path, problem, remedy }) => `${path} ${problem} | ${remedy}`);
  }

  // In this order: each adds to what the cluster has.
  it("finds that a hub has no Argo CD", async () => {
    assert.deepEqual(await reported({ argocd: { mode: "existing" } }), [
      "argocd.kubeconfig leads to a cluster without Argo CD | First `pulumi up` the stack whose argocd.mode is install, which installs it.",
    ]);
  });

  it("finds an Argo CD of which nothing but a definition is there", async () => {
    const own = { argocd: { mode: "install" }, cluster: { name: "in-cluster" } };
    assert.deepEqual(await reported(own), []);
    await bare.server.apply(smallCrd("argoproj.io", "v1alpha1", "applications", "Application"));
    assert.deepEqual(await reported(own), [
      "argocd.mode is install, but the cluster has an Argo CD already, or what is left of one: the CRD applications.argoproj.io is there | Have that one deploy this environment: argocd: { mode: existing, namespace: … }. Where only the CRD is left of it, take over what is left: pulumi config set --path 'adopt[0]' CustomResourceDefinition/applications.argoproj.io --stack test",
    ]);
  });

  it("offers no namespace that an Argo CD of others is in", async () => {
    const metadata = { name: "argocd-cm", namespace: "argocd" };
    const settings = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "resource.respectRBAC": "normal" } };
    await bare.server.ensureNamespace("argocd");
    const own = { argocd: { mode: "install" }, cluster: { name: "in-cluster" } };
    assert.match((await reported(own)).join("\n"), /^Namespace argocd .*'adopt\[0\]' Namespace\/argocd --stack test$/);
    await bare.server.apply(settings);
    const refused =
      /^argocd\.mode is install, but the namespace argocd has an Argo CD already, made by no stack .* docs\/takeover\.md\.$/;
    assert.match((await reported(own)).join("\n"), refused);
    assert.match((await reported({ ...own, adopt: ["Namespace/argocd"] })).join("\n"), refused);
    const direct = { delivery: "direct", namespace: "argocd", cluster: { name: "in-cluster" } };
    const inIt =
      /^Namespace argocd is in the cluster already, made by .*, and an Argo CD is in it \| Choose another namespace\.$/;
    assert.match((await reported(direct)).join("\n"), inIt);
  });

  it("finds that the hub knows the cluster by another Secret", async () => {
    const label = { "argocd.argoproj.io/secret-type": "cluster" };
    await bare.server.apply({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "by-hand", namespace: "argocd", labels: label },
      stringData: { name: "stage", server: bare.access.server },
    });
    assert.deepEqual(await reported({ argocd: { mode: "existing" } }), [
      `cluster.name Argo CD knows "stage" and the server ${bare.access.server} already, by its Secret by-hand, and would take either | Remove that one (kubectl delete secret by-hand -n argocd), or leave the cluster to it.`,
    ]);
  });

  it("does not take over a definition that somebody else has set differently", async () => {
    const theirs = smallCrd("example.com", "v1alpha1", "things", "Thing");
    await bare.server.apply(theirs);
    const ours = { ...theirs, spec: { ...(theirs.spec as object), scope: "Cluster" } };
    const wait = { timeoutSeconds: 60, log: () => undefined };
    await assert.rejects(applyCrds(clusterAt(bare.kubeconfig), [ours], wait), (error: Error) => {
      assert.match(
        error.message,
        /^The API server refuses to apply a definition that is there already, or can't be:\n {2}- CustomResourceDefinition things.example.com: .*conflict.*\n {6}Another version of it is installed by somebody else. Agree on one/,
      );
      return true;
    });
  });
});
