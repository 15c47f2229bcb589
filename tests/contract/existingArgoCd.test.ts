import assert from "node:assert/strict";
import { parse } from "yaml";
import { protection } from "../../components/application/protection";
import { rootApplication } from "../../components/application/root";
import { OWNER } from "../../components/cluster/owner";
import { LiveProvider } from "../../cli/live/provider";
import { scopeOf } from "../../components/live/scope";
import { kubeconfig } from "../../dev/sandbox/cluster/kubeconfig";
import { examineClusters } from "../../components/cluster/preflight";
import { healthChecks } from "../../components/argocd/health";
import { withExportedKubeconfigs } from "../../components/cluster/source";
import type { PlainObject } from "../../core/merge";
import { clusterAt } from "../../kube/clusterAt";
import type { KubernetesObject } from "../../kube/object";
import { refOf } from "../../kube/ref";
import { SecretValue } from "../../core/secret";
import { BareCluster, smallCrd } from "../../dev/support/bareCluster";
import { environment } from "../../dev/support/environment";
import { eventually, eventuallyEqual } from "../../dev/support/shell";

const OWN = "acme/agentgateway-infra/test";
const ARGO = "openshift-gitops";

/** In this order: each step adds to what the cluster has. */
describe("an Argo CD that no stack has installed, on a real API server", () => {
  const bare = new BareCluster();

  /** An environment in the Argo CD's own cluster, with one kubeconfig. */
  async function examined(layer: PlainObject = {}) {
    const { argocd, ...rest } = layer;
    const kubeconfig = new SecretValue(bare.kubeconfig);
    const desired = environment({
      cluster: { kubeconfig },
      argocd: { mode: "existing", namespace: ARGO, ...(argocd as object) },
      ...rest,
    });
    const complete = await withExportedKubeconfigs(desired, () => Promise.reject(new Error("no stack is asked")));
    const { errors, ...found } = await examineClusters(complete, OWN);
    return { ...found, errors: errors.map(({ path, problem, remedy }) => `${path} ${problem} | ${remedy}`) };
  }
  const errors = async (layer?: PlainObject) => (await examined(layer)).errors;
  const settings = (data: Record<string, string>): KubernetesObject => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "argocd-cm", namespace: ARGO },
    data,
  });

  it("is missed, first in the cluster, then in the namespace, and is found in another", async () => {
    assert.deepEqual(await errors(), [
      "argocd.mode is existing, but the cluster has no Argo CD | Have this stack install one: argocd.mode: install. For that of another cluster, set argocd.kubeconfig and cluster.name.",
    ]);
    await bare.server.apply(smallCrd("argoproj.io", "v1alpha1", "applications", "Application"));
    await bare.server.apply(smallCrd("argoproj.io", "v1alpha1", "appprojects", "AppProject"));
    await bare.server.ensureNamespace(ARGO);
    const nowhere = `argocd.namespace is "${ARGO}", where no Argo CD runs: it has no ConfigMap argocd-cm | Name the namespace in which it runs: kubectl get configmap -A --field-selector metadata.name=argocd-cm`;
    await eventuallyEqual(errors, [nowhere]);
    await bare.server.apply(settings(healthChecks));
    assert.deepEqual(await errors({ argocd: { namespace: "argocd" } }), [
      `argocd.namespace is "argocd", where no Argo CD runs: it has no ConfigMap argocd-cm | Name the namespace in which it runs: argocd.namespace: ${ARGO}.`,
    ]);
  });

  it("is offered to a stack that would install another", async () => {
    assert.deepEqual(await errors({ argocd: { mode: "install", namespace: "argocd" } }), [
      `argocd.mode is install, but the cluster has an Argo CD already, in the namespace ${ARGO} | Have that one deploy this environment: argocd: { mode: existing, namespace: ${ARGO} }.`,
    ]);
  });

  it("is used as it is: rights for its controller's account, and no Secret but that of the charts", async () => {
    const unknown = await examined();
    assert.deepEqual(unknown.errors, []);
    assert.match((unknown.warnings ?? []).join("\n"), /^No application controller was found in openshift-gitops, /);
    const labels = { "app.kubernetes.io/part-of": "argocd", "app.kubernetes.io/component": "application-controller" };
    await bare.server.apply({
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "openshift-gitops-application-controller", namespace: ARGO, labels },
      spec: {
        serviceName: "",
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: "openshift-gitops-argocd-application-controller",
            containers: [{ name: "c", image: "registry.example.com/argoproj/argocd:v3.6.1" }],
          },
        },
      },
    });
    const { repositories = {}, ...found } = await examined();
    assert.deepEqual(found, {
      errors: [],
      warnings: [],
      installer: "somebody else",
      argocdUser: `system:serviceaccount:${ARGO}:openshift-gitops-argocd-application-controller`,
    });
    assert.deepEqual(Object.keys(repositories), ["charts"]);
  });

  it("keeps the repositories that it knows, and is told of none twice", async () => {
    const password = new SecretValue("canary");
    const layer = { repository: { url: "https://git.example.com/platform.git", password } };
    assert.deepEqual(Object.keys((await examined(layer)).repositories ?? {}), ["root", "git", "charts"]);
    await bare.server.apply({
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: "their-repository",
        namespace: ARGO,
        labels: { "argocd.argoproj.io/secret-type": "repository" },
      },
      stringData: { type: "git", url: "https://git.example.com/platform" },
    });
    const { repositories = {}, warnings } = await examined(layer);
    assert.deepEqual(Object.keys(repositories), ["charts"]);
    assert.deepEqual(warnings, [
      `The credentials of repository are not used: the Argo CD in ${ARGO} knows that repository by its Secret their-repository already, and of two it would take either.`,
    ]);
  });

  it("has its owner told what it lacks, and stops what it makes impossible", async () => {
    await bare.server.apply(settings({ "resource.exclusions": "[{ apiGroups: [agentgateway.dev] }]" }));
    assert.deepEqual(await errors(), [
      "argocd-cm resource.exclusions hide AgentgatewayBackend.agentgateway.dev, AgentgatewayParameters.agentgateway.dev, AgentgatewayPolicy.agentgateway.dev from Argo CD, which would deploy none | Have the owner of that Argo CD take these kinds out of resource.exclusions, or into resource.inclusions.",
    ]);
    await bare.server.apply(settings({ "resource.exclusions": "[]" }));
    const { errors: none, warnings = [] } = await examined();
    assert.deepEqual(none, []);
    assert.match(
      warnings.join("\n"),
      /^The Argo CD in openshift-gitops lacks settings\. [^]*argoproj\.io_Application: \|/,
    );
  });

  it("keeps Applications of others under the names of the environment's, but not those that its root has made", async () => {
    const application = (annotations: Record<string, string>): KubernetesObject => ({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: { name: "agentgateway-configs-test", namespace: ARGO, annotations },
    });
    await bare.server.apply(application({ team: "a" }));
    assert.deepEqual(await errors(), [
      "Application agentgateway-configs-test is in Argo CD already, and this environment's root Application has not made it | Choose another application.suffix; or have its owner remove it.",
    ]);
    const tracking = `agentgateway-infra-root-test:argoproj.io/Application:${ARGO}/agentgateway-configs-test`;
    await bare.server.apply(application({ "argocd.argoproj.io/tracking-id": tracking }));
    assert.deepEqual(await errors(), []);
  });

  it("looks at Applications in another namespace where its owner has allowed that", async () => {
    const layer = { argocd: { applicationNamespace: "team-a" } };
    const path = "argocd.applicationNamespace";
    assert.deepEqual(await errors(layer), [
      `${path} is "team-a", a namespace that the cluster of Argo CD does not have | Have its owner make it: kubectl create namespace team-a`,
    ]);
    await bare.server.ensureNamespace("team-a");
    const parameters = (metadata: object, data: Record<string, string>): KubernetesObject => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "argocd-cmd-params-cm", namespace: ARGO, ...metadata },
      data,
    });
    const blind = `${path} is "team-a", where the Argo CD in ${ARGO} looks at no Applications: its server and its application controller | Have the owner of that Argo CD write into`;
    assert.deepEqual(await errors(layer), [
      `${blind} data of the ConfigMap argocd-cmd-params-cm: application.namespaces: "team-a", and restart both parts.`,
    ]);
    const ofHelm = { labels: { "app.kubernetes.io/managed-by": "Helm" } };
    await bare.server.apply(parameters(ofHelm, { "application.namespaces": "team-b" }));
    assert.deepEqual(await errors(layer), [
      `${blind} configs.params in the values of its Helm chart: application.namespaces: "team-b,team-a", and restart both parts.`,
    ]);
    await bare.server.apply(parameters(ofHelm, { "application.namespaces": "team-b,team-*" }));
    assert.deepEqual(await errors(layer), []);
    // Applications of the environment's names there are told by their marks, and those of Argo CD's own namespace are not meant.
    const tracking = `team-a_agentgateway-infra-root-test:argoproj.io/Application:team-a/agentgateway-configs-test`;
    const application = (annotations: Record<string, string>): KubernetesObject => ({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: { name: "agentgateway-configs-test", namespace: "team-a", annotations },
    });
    await bare.server.apply(application({ "argocd.argoproj.io/tracking-id": tracking }));
    assert.deepEqual(await errors(layer), []);
    await bare.server.apply(application({ "argocd.argoproj.io/tracking-id": tracking.replace("team-a_", "") }));
    assert.match((await errors(layer)).join(), /^Application agentgateway-configs-test is in Argo CD already/);
  });

  it("is limited to namespaces by the Secret of its own cluster", async () => {
    await bare.server.apply({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "in-cluster", namespace: ARGO, labels: { "argocd.argoproj.io/secret-type": "cluster" } },
      stringData: { server: "https://kubernetes.default.svc", namespaces: `${ARGO},agentgateway-test` },
    });
    const [namespaces, kinds] = await errors();
    assert.match(namespaces ?? "", /is limited to namespaces, and agentgateway-system is not among them/);
    assert.match(kinds ?? "", /is limited to namespaces, and may deploy no CRDs and roles/);
  });

  it("that a stack has installed is that stack's; this stack's own would be deleted", async () => {
    const mark = (stack: string) =>
      bare.server.apply({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: ARGO, annotations: { [OWNER]: stack } },
      });
    await mark("acme/agentgateway-infra/dev");
    assert.equal((await examined()).installer, "another stack");
    await mark(OWN);
    assert.match((await errors()).join("\n"), /^argocd\.mode is existing, yet this stack has installed the Argo CD/);
  });

  it("has a destroy suspect and delete nothing where a person may not see its Applications", async () => {
    const desired = environment({ argocd: { mode: "existing", namespace: ARGO } });
    const root = rootApplication(desired);
    const left: KubernetesObject = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "left-by-argocd",
        namespace: "default",
        annotations: { "argocd.argoproj.io/tracking-id": `${root.metadata.name}:/ConfigMap:default/left-by-argocd` },
      },
    };
    const resources = [{ version: "v1", kind: "ConfigMap", namespace: "default", name: "left-by-argocd" }];
    await bare.server.apply({ ...root, status: { resources } });
    await bare.server.apply(left);
    const cluster = clusterAt(bare.kubeconfig);
    const destroyed = async (token?: string) => {
      const said: string[] = [];
      const access = { kubeconfig: JSON.stringify(parse(kubeconfig([{ ...bare.access, ...(token && { token }) }]))) };
      const args = { scope: scopeOf(desired, ""), applications: [root.metadata.name], target: access };
      const provider = new LiveProvider(args);
      await provider.assertDeletable({ guarded: [] });
      await provider.deleteRemains((message) => void said.push(message));
      return { said, isLeft: (await cluster.read(refOf(left))) !== undefined };
    };
    const rules = [
      { apiGroups: ["*"], resources: ["*"], verbs: ["get", "delete"] },
      { apiGroups: [""], resources: ["*"], verbs: ["*"] },
    ];
    assert.deepEqual(await destroyed(await bare.tokenOf("person", rules)), { said: [], isLeft: true });
    const { said, isLeft } = await destroyed();
    assert.match(said.join(), /^Argo CD has left what is deleted now: ConfigMap default\/left-by-argocd$/);
    assert.ok(!isLeft);
  });

  it("has the root Application guarded while its controller does not run, whatever that is called", async () => {
    const desired = environment({ argocd: { mode: "existing", namespace: ARGO } });
    const root = rootApplication(desired);
    await bare.server.apply(root);
    for (const guard of protection(desired, "somebody else")) await bare.server.apply(guard);
    const refusal = () =>
      clusterAt(bare.kubeconfig)
        .remove(refOf(root), { dryRun: true })
        .then(
          () => "",
          (error: unknown) => (error as Error).message,
        );
    // A policy holds a moment after it is there.
    await eventually("the policy holds", 30, async () => (await refusal()) !== "");
    assert.match(await refusal(), /argocd-application-controller does not run, so nobody would delete what/);
  });
});
