import assert from "node:assert/strict";
import { assertUnused, HANDED_OVER } from "../../cli/live/controlPlane";
import { OWNER } from "../../components/cluster/owner";
import { examineClusters } from "../../components/cluster/preflight";
import { eventuallyEqual } from "../../dev/support/shell";
import { clusterAt } from "../../kube/clusterAt";
import type { KubernetesObject } from "../../kube/object";
import type { PlainObject } from "../../core/merge";
import { SecretValue } from "../../core/secret";
import { BareCluster, smallCrd } from "../../dev/support/bareCluster";
import { environment } from "../../dev/support/environment";

const OWN = "acme/agentgateway-infra/test";
const ACCOUNT = "system:serviceaccount:agentgateway-system:agentgateway-argocd-stage";

const GATEWAY_API = [
  smallCrd("gateway.networking.k8s.io", "v1", "gateways", "Gateway"),
  smallCrd("gateway.networking.k8s.io", "v1", "httproutes", "HTTPRoute"),
  smallCrd("gateway.networking.k8s.io", "v1", "gatewayclasses", "GatewayClass", "Cluster"),
];
const AGENTGATEWAY = [
  smallCrd("agentgateway.dev", "v1alpha1", "agentgatewaybackends", "AgentgatewayBackend"),
  smallCrd("agentgateway.dev", "v1alpha1", "agentgatewayparameters", "AgentgatewayParameters"),
  smallCrd("agentgateway.dev", "v1alpha1", "agentgatewaypolicies", "AgentgatewayPolicy"),
];

/** In this order: each step adds to what the cluster has. */
describe("a control plane that another stack has installed, on a real API server", () => {
  const bare = new BareCluster();

  async function examined(layer: PlainObject, owner = OWN) {
    const desired = bare.environment(layer, { controlPlane: "existing" });
    const { errors, ...rest } = await examineClusters(desired, owner);
    return { ...rest, errors: errors.map(({ path, problem }) => `${path} ${problem}`) };
  }
  const direct = async (owner?: string) => (await examined({ delivery: "direct" }, owner)).errors;
  const namespace = (name: string, annotations: Record<string, string>): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, annotations },
  });

  it("is missed: CRDs, the GatewayClass, who accepts it, and who would serve it", async () => {
    const names = (crds: readonly KubernetesObject[]) => crds.map(({ metadata }) => metadata.name);
    const [message] = await direct();
    for (const name of names([...GATEWAY_API, ...AGENTGATEWAY])) assert.ok(message?.includes(name), message);

    // As a stack does: those of somebody else would be left alone.
    for (const definition of GATEWAY_API) await clusterAt(bare.kubeconfig).apply(definition);
    const left = names(AGENTGATEWAY).join(", ");
    await eventuallyEqual(direct, [`cluster.controlPlane is existing, but the cluster lacks the CRDs ${left}`]);

    for (const definition of AGENTGATEWAY) await bare.server.apply(definition);
    const absent =
      "cluster.controlPlane is existing, but the cluster has no GatewayClass agentgateway, which the agentgateway controller makes";
    await eventuallyEqual(direct, [absent]);

    const gatewayClass = {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "GatewayClass",
      metadata: { name: "agentgateway" },
      spec: { controllerName: "agentgateway.dev/agentgateway" },
    };
    await bare.server.apply(gatewayClass);
    assert.deepEqual(await direct(), [
      "cluster.controlPlane is existing, but no controller has accepted its GatewayClass agentgateway",
    ]);

    const conditions = [{ type: "Accepted", status: "True", reason: "Accepted", message: "" }];
    await bare.server.apply({ ...gatewayClass, status: { conditions } });
    assert.match(
      (await direct()).join("\n"),
      /no agentgateway controller is on the cluster: its GatewayClass agentgateway was left behind by one$/,
    );

    const labels = { agentgateway: "agentgateway" };
    await bare.server.apply(namespace("agentgateway-system", { [OWNER]: "acme/agentgateway-infra/stage" }));
    await bare.server.apply({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "agentgateway-stage", namespace: "agentgateway-system", labels },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: "c", image: "i" }] } },
      },
    });
    assert.deepEqual(await direct(), []);
  });

  it("is not used by the stack that has installed it", async () => {
    const [message] = await direct("acme/agentgateway-infra/stage");
    assert.match(
      message ?? "",
      /^cluster\.controlPlane is existing, yet this stack has installed the control plane itself/,
    );
  });

  it("is not taken over: who would install another is told to use it", async () => {
    const installing = environment({ delivery: "direct", cluster: { kubeconfig: new SecretValue(bare.kubeconfig) } });
    const { errors } = await examineClusters(installing, OWN);
    assert.deepEqual(
      errors.map(({ path, remedy }) => `${path} | ${remedy}`),
      [
        "Namespace agentgateway-system | Use the control plane in it: cluster.controlPlane: existing. If that was the name of this stack: docs/clusters.md.",
      ],
    );
  });

  it("in the cluster of Argo CD, is that of the same cluster, and the user is known", async () => {
    await bare.server.apply(smallCrd("argoproj.io", "v1alpha1", "applications", "Application"));
    await bare.server.apply(smallCrd("argoproj.io", "v1alpha1", "appprojects", "AppProject"));
    await bare.server.apply(namespace("argocd", { [OWNER]: "acme/agentgateway-infra/stage" }));
    await bare.server.apply({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "argocd-cm", namespace: "argocd" },
    });
    const inCluster = () => examined({ argocd: { mode: "existing" } });
    await eventuallyEqual(async () => (await inCluster()).errors, []);
    assert.equal((await inCluster()).argocdUser, undefined);
  });

  it("elsewhere, the user is that of Argo CD's cluster Secret, and is on the cluster", async () => {
    const remote = () => examined({ argocd: { mode: "existing" }, cluster: { name: "stage" } });
    assert.deepEqual((await remote()).errors, ['cluster.name is "stage", a cluster that Argo CD does not know']);

    const account = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "agentgateway-argocd-stage", namespace: "agentgateway-system" },
    };
    const register = async (uid: string) => {
      const claims = { sub: ACCOUNT, "kubernetes.io/serviceaccount/service-account.uid": uid };
      const bearerToken = `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;
      await bare.server.apply({
        apiVersion: "v1",
        kind: "Secret",
        metadata: {
          name: "cluster-stage",
          namespace: "argocd",
          labels: { "argocd.argoproj.io/secret-type": "cluster" },
        },
        stringData: { name: "stage", server: bare.access.server, config: JSON.stringify({ bearerToken }) },
      });
    };
    await register("of another cluster");
    const elsewhere = `cluster.name is "stage", where Argo CD is ${ACCOUNT}, an account that the cluster of cluster.kubeconfig does not have`;
    assert.deepEqual((await remote()).errors, [elsewhere]);
    await bare.server.apply(account);
    assert.deepEqual((await remote()).errors, [elsewhere]);
    const { metadata } = (await bare.server.read(account)) as { metadata: { uid?: string } } & KubernetesObject;
    await register(metadata.uid as string);
    const { errors, argocdUser } = await remote();
    assert.deepEqual([errors, argocdUser], [[], ACCOUNT]);
  });

  it("stays while a Gateway of another namespace needs it", async () => {
    const cluster = clusterAt(bare.kubeconfig);
    const gateway = (of: string, gatewayClassName = "agentgateway"): KubernetesObject => ({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: { name: "agentgateway-proxy", namespace: of },
      spec: { gatewayClassName },
    });
    await bare.server.ensureNamespace("agentgateway-stage");
    await bare.server.ensureNamespace("istio");
    await bare.server.apply(gateway("agentgateway-stage"));
    await bare.server.apply(gateway("istio", "istio"));
    await assertUnused(cluster, "agentgateway-stage");

    await bare.server.apply(namespace("agentgateway-prod", { [OWNER]: "acme/agentgateway-infra/prod" }));
    await bare.server.apply(gateway("agentgateway-prod"));
    await assert.rejects(
      assertUnused(cluster, "agentgateway-stage"),
      /^UserError: Nothing was deleted[^]*Namespace agentgateway-prod: has the Gateway agentgateway-proxy[^]*pulumi destroy --stack prod[^]*kubectl annotate namespace agentgateway-system agentgateway-infra\/control-plane=handed-over/,
    );

    await bare.server.apply(namespace("agentgateway-system", { [HANDED_OVER]: "handed-over" }));
    await assertUnused(cluster, "agentgateway-stage");
  });
});
