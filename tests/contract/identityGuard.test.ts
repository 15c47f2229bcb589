import assert from "node:assert/strict";
import { identityGuard } from "../../components/cluster/identityGuard";
import { kubeconfig } from "../../dev/sandbox/cluster/kubeconfig";
import { startControlPlane, type ControlPlane } from "../../dev/support/controlPlane";
import { eventually } from "../../dev/support/shell";
import type { Cluster } from "../../kube/cluster";
import { clusterAt } from "../../kube/clusterAt";
import type { KubernetesObject } from "../../kube/object";

const NAMESPACE = "agentgateway-system";
const TRACKING = "argocd.argoproj.io/tracking-id";
const ARGOCD = { manager: "argocd-controller", force: true };

describe("a workload from Git with the rights of the controller, on a real cluster", () => {
  let plane: ControlPlane;
  let cluster: Cluster;

  before(async () => {
    plane = await startControlPlane();
    cluster = clusterAt(kubeconfig([plane.access]));
    for (const name of [NAMESPACE, "elsewhere"])
      await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } }, ARGOCD);
    for (const object of identityGuard("identities", { name: "agentgateway", mark: "agentgateway" }, [
      "agentgateway",
      "agentgateway-argocd-dev",
    ]))
      await cluster.apply(object, ARGOCD);
  });
  after(async () => plane?.stop());

  const workload = (name: string, pod: object, trackedBy?: string, namespace = NAMESPACE): KubernetesObject => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name,
      namespace,
      ...(trackedBy && { annotations: { [TRACKING]: `${trackedBy}:apps/Deployment:${namespace}/${name}` } }),
    },
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: "a", image: "a" }], ...pod } },
    },
  });
  /** A workload of another kind, which a stack may allow. */
  const ofKind = (kind: "StatefulSet" | "Job" | "CronJob", name: string, pod: object): KubernetesObject => {
    const object = workload(name, pod, "agentgateway-configs");
    const { template } = object.spec as { template: object };
    const job = {
      template: { ...template, spec: { containers: [{ name: "a", image: "a" }], restartPolicy: "Never", ...pod } },
    };
    if (kind === "StatefulSet") return { ...object, kind };
    const spec = kind === "Job" ? job : { schedule: "0 0 * * *", jobTemplate: { spec: job } };
    return { ...object, apiVersion: "batch/v1", kind, spec };
  };
  const answer = (object: KubernetesObject) =>
    cluster.apply(object, ARGOCD).then(
      () => "accepted",
      (error: unknown) => (error as Error).message,
    );

  it("is refused, whichever field names the account, and says what to do", async () => {
    const hostile = workload("hostile", { serviceAccountName: "agentgateway" }, "agentgateway-configs");
    // A policy holds a moment after it is there.
    await eventually("the policy holds", 30, async () => (await answer(hostile)) !== "accepted");
    assert.match(await answer(hostile), /Only what the Application agentgateway deploys may run as agentgateway or /);
    assert.match(await answer(hostile), /name a ServiceAccount of your own/);
    const older = workload("older", { serviceAccount: "agentgateway-argocd-dev" }, "agentgateway-configs");
    assert.match(await answer(older), /Only what the Application agentgateway deploys/);
    assert.match(await answer(workload("proxy", { serviceAccountName: "agentgateway" })), /Only what the Application/);
  });

  it("is refused in each kind that a stack may allow", async () => {
    for (const kind of ["StatefulSet", "Job", "CronJob"] as const) {
      const name = kind.toLowerCase();
      const hostile = ofKind(kind, `hostile-${name}`, { serviceAccountName: "agentgateway" });
      assert.match(await answer(hostile), /Only what the Application agentgateway deploys may run as agentgateway or /);
      assert.equal(await answer(ofKind(kind, `plain-${name}`, {})), "accepted");
      assert.equal(await answer(ofKind(kind, `named-${name}`, { serviceAccountName: "mine" })), "accepted");
    }
  });

  it("is accepted as the controller's own, with other accounts, and in other namespaces", async () => {
    const own = { serviceAccountName: "agentgateway" };
    assert.equal(await answer(workload("agentgateway", own, "agentgateway")), "accepted");
    assert.equal(await answer(workload("plain", {}, "agentgateway-configs")), "accepted");
    assert.equal(await answer(workload("named", { serviceAccountName: "mine" }, "agentgateway-configs")), "accepted");
    assert.equal(await answer(workload("other", own, "agentgateway-configs", "elsewhere")), "accepted");
  });
});
