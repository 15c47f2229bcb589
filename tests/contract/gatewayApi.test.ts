import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { parseAllDocuments } from "yaml";
import { crdNames } from "../../components/application/clusterObjects";
import { bundle } from "../../components/cluster/gatewayApi/bundle";
import { LEFT_POLICY } from "../../components/cluster/gatewayApi/preflight";
import { examineClusters } from "../../components/cluster/preflight";
import { clusterProvider } from "../../components/cluster/provider";
import { managerAccess } from "../../components/cluster/rbac";
import { serviceAccount } from "../../components/cluster/subject";
import { installCrds, type CrdVersions } from "../../components/controller/installCrds";
import { versions } from "../../components/versions";
import type { PlainObject } from "../../core/merge";
import { SecretValue } from "../../core/secret";
import { createGatewayApi } from "../../dev/sandbox/git/repositories";
import { kubeconfig } from "../../dev/sandbox/cluster/kubeconfig";
import { layoutAt } from "../../dev/sandbox/state/layout";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { BareCluster } from "../../dev/support/bareCluster";
import { eventually } from "../../dev/support/shell";
import type { Cluster } from "../../kube/cluster";
import { accessOf, clusterAt } from "../../kube/clusterAt";
import type { LiveObject } from "../../kube/live";
import type { KubernetesObject } from "../../kube/object";
import { ApiConnection } from "../../kube/request";
import { refOf } from "../../kube/ref";

const OWN = "acme/agentgateway-infra/test";
const PLATFORM = { manager: "platform", force: true };
const SAFE_UPGRADES = "safe-upgrades.gateway.networking.k8s.io";

/** One story, in order: the published CRDs, of a platform that has installed another release of them. */
describe("Gateway API that somebody else has installed, on a real API server", () => {
  const bare = new BareCluster();
  const directory = mkdtempSync(join(tmpdir(), "gateway-api-"));
  let repository: string;
  let published: KubernetesObject[];
  let charts: KubernetesObject[];
  let cluster: Cluster;

  before(async () => {
    const { assets, bin } = await ensureToolchain({ only: ["helm"] });
    const objects = (text: string) =>
      parseAllDocuments(text)
        .map((document) => document.toJS() as KubernetesObject | null)
        .filter((object) => object !== null);
    published = readdirSync(assets.gatewayApiCrds)
      .filter((file) => file.endsWith(".yaml"))
      .flatMap((file) => objects(readFileSync(join(assets.gatewayApiCrds, file), "utf8")));
    const chart = join(assets.agentgatewayCharts, "agentgateway-crds");
    const limits = { timeout: 60_000, maxBuffer: 1024 ** 3, encoding: "utf8" } as const;
    charts = objects(execFileSync(bin.helm, ["template", "agentgateway-crds", chart], limits));
    const layout = layoutAt(join(directory, "state"), directory);
    mkdirSync(layout.git, { recursive: true });
    await createGatewayApi(layout, assets.gatewayApiCrds, versions.gatewayApi);
    repository = pathToFileURL(layout.gatewayApi).href;
    cluster = clusterAt(bare.kubeconfig);
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  const crds = () => published.filter(({ kind }) => kind === "CustomResourceDefinition");
  /** The same CRD, of another release. */
  const released = (object: KubernetesObject, version: string, channel = "standard"): KubernetesObject => ({
    ...object,
    metadata: {
      ...object.metadata,
      annotations: {
        ...object.metadata.annotations,
        "gateway.networking.k8s.io/bundle-version": version,
        "gateway.networking.k8s.io/channel": channel,
      },
    },
  });
  const read = async (object: KubernetesObject) => (await cluster.read(refOf(object))) as LiveObject;
  /** Who has set which fields of what the platform has, and when. */
  const ownership = async () =>
    (await Promise.all(crds().map(read))).map(({ metadata: { name, managedFields, generation } }) => ({
      name,
      generation,
      // The API server's own word on whether a kind is served comes a moment later.
      managedFields: managedFields?.filter(({ subresource }) => !subresource),
    }));
  async function examined(cluster: PlainObject, layer: PlainObject = {}, written: KubernetesObject[] = []) {
    const desired = bare.environment({ delivery: "direct", ...layer }, cluster);
    const { errors, warnings = [] } = await examineClusters(desired, OWN, written);
    return [...errors.map(({ path, problem }) => `${path} ${problem}`), ...warnings];
  }

  /** Direct delivery's CRDs; what the Kubernetes provider makes of a chart, Helm has made. */
  async function install(options: Pick<CrdVersions, "gatewayApi"> & Partial<CrdVersions>): Promise<void> {
    await pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
        call: ({ token }) => {
          assert.equal(token, "kubernetes:helm:template");
          return { result: charts };
        },
      },
      "agentgateway-infra",
    );
    const provider = clusterProvider("cluster", {
      identifier: "test",
      kubeconfig: new SecretValue(bare.kubeconfig),
      namespace: "default",
    });
    const sources = { charts: "oci://example.com/charts", gatewayApi: repository };
    const wait = { timeoutSeconds: 120, log: () => undefined };
    await installCrds(sources, provider, cluster, wait, {
      agentgateway: versions.agentgateway,
      adopted: [],
      ...options,
    });
  }

  it("is in versions that are known, each of which a CRD that was stored may have", () => {
    const found = crds().map(({ metadata, spec }) => [
      metadata.name.split(".")[0],
      (spec as { versions: { name: string }[] }).versions.map(({ name }) => name).sort(),
    ]);
    assert.deepEqual(Object.fromEntries(found), bundle);
  });

  it("must be there where it is said to be", async () => {
    assert.deepEqual(await examined({ gatewayApi: "existing" }), [
      "cluster.gatewayApi is existing, but the cluster has no Gateway API",
    ]);
    assert.deepEqual(await examined({ gatewayApi: "install" }), []);
  });

  it("is used as it is, and not taken over", async () => {
    for (const crd of crds()) await cluster.apply(released(crd, "v1.5.1", "experimental"), PLATFORM);
    const before = await ownership();
    const there = Object.keys(bundle).join(", ");
    assert.deepEqual(await examined({}), [
      `cluster.gatewayApi is install, but the cluster has Gateway API already, and no stack of this program has installed it: v1.5.1, experimental channel, applied by platform (${there})`,
    ]);
    await eventually("its kinds are served", 30, async () => (await examined({ gatewayApi: "existing" })).length === 0);

    await install({ gatewayApi: undefined });
    const agentgateway = await read(charts[0] as KubernetesObject);
    assert.ok(agentgateway.metadata.managedFields?.some(({ manager }) => manager === "agentgateway-infra"));
    assert.deepEqual(await ownership(), before);
    await assert.rejects(
      install({ gatewayApi: versions.gatewayApi }),
      /leave it to them: Gateway API by cluster\.gatewayApi: existing/,
    );
    assert.deepEqual(await ownership(), before);
  });

  it("lacks a kind that somebody has written an object of", async () => {
    const mesh = { apiVersion: "gateway.networking.k8s.io/v1", kind: "MeshRoute", metadata: { name: "m" } };
    assert.deepEqual(await examined({ gatewayApi: "existing" }, {}, [mesh]), [
      "cluster.gatewayApi is existing, but Gateway API on the cluster lacks MeshRoute (gateway.networking.k8s.io/v1), which this environment needs",
    ]);
  });

  it("can't be written by Argo CD, whatever a commit says", async () => {
    const before = await ownership();
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "argocd", namespace: "default" } };
    await cluster.apply(account);
    const grant = async (gatewayApi: "install" | "existing") => {
      const subject = serviceAccount("default", "argocd");
      const place = { namespaces: [], ownNamespaces: [], controlPlane: "install" } as const;
      const access = managerAccess({ name: "argocd", subject, ...place, gatewayApi });
      for (const object of access) await cluster.apply(object, { force: true });
    };
    const api = new ApiConnection(accessOf(bare.kubeconfig), { answerSeconds: 10 });
    const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
    const { body } = await api.request("POST", "/api/v1/namespaces/default/serviceaccounts/argocd/token", request);
    api.close();
    const { token } = (body as { status: { token: string } }).status;
    const argocd = clusterAt(kubeconfig([{ ...bare.access, token }]));
    const [gateways] = crds().filter(({ metadata }) => metadata.name.startsWith("gateways."));
    const write = (object = gateways as KubernetesObject) =>
      argocd.apply(object, { manager: "argocd-controller", force: true }).then(
        () => "written",
        (error: unknown) => (error as Error).message,
      );
    await grant("existing");
    await eventually("the role holds", 30, async () => (await write(charts[0])) === "written");
    assert.match(await write(), /cannot patch resource "customresourcedefinitions"/);
    assert.deepEqual(await ownership(), before);

    await grant("install");
    await eventually("the other role holds", 30, async () => (await write()) === "written");
    const after = await ownership();
    assert.notDeepEqual(after, before);
    // Back to how the platform had it.
    await cluster.apply(released(gateways as KubernetesObject, "v1.5.1", "experimental"), PLATFORM);
  });

  it("is too old, or in the way of what is stored", async () => {
    const [grpc] = crds().filter(({ metadata }) => metadata.name.startsWith("grpcroutes."));
    await cluster.apply(released(grpc as KubernetesObject, "v1.3.0"), PLATFORM);
    assert.deepEqual(await examined({ gatewayApi: "existing" }), [
      "cluster.gatewayApi is existing, but agentgateway 1.4 supports Gateway API v1.4 to v1.6, and the cluster has v1.3.0, standard channel, applied by platform (grpcroutes)",
    ]);
    const former = structuredClone(grpc) as KubernetesObject & { spec: { versions: { name: string }[] } };
    former.spec.versions.push({ ...former.spec.versions[0], name: "v1alpha2", storage: false } as never);
    await cluster.apply(released(former, "v1.3.0"), PLATFORM);
    const stored = { ...former, status: { storedVersions: ["v1alpha2", "v1"] } };
    const api = new ApiConnection(accessOf(bare.kubeconfig), { answerSeconds: 10 });
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${former.metadata.name}/status`;
    const { status } = await api.request("PATCH", path, { status: stored.status }, "application/merge-patch+json");
    api.close();
    assert.equal(status, 200);
    const adopt = crdNames(["gateway.networking.k8s.io"]).map((name) => `CustomResourceDefinition/${name}`);
    assert.deepEqual(await examined({}, { adopt }), [
      "CustomResourceDefinition grpcroutes.gateway.networking.k8s.io has v1alpha2 in status.storedVersions, which Gateway API v1.6.1 does not have, so the API server would refuse to install it",
    ]);
    await assert.rejects(
      cluster.apply(grpc as KubernetesObject, { force: true }),
      /status\.storedVersions.*missing from spec\.versions/,
    );
  });

  it("is taken over where adopt names it, and then is this program's, whatever becomes of the stack", async () => {
    const api = new ApiConnection(accessOf(bare.kubeconfig), { answerSeconds: 10 });
    const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/grpcroutes.gateway.networking.k8s.io/status";
    await api.request("PATCH", path, { status: { storedVersions: ["v1"] } }, "application/merge-patch+json");
    api.close();
    const adopted = crdNames(["gateway.networking.k8s.io"]).map((name) => `CustomResourceDefinition/${name}`);
    assert.deepEqual(await examined({}, { adopt: adopted }), []);
    await install({ gatewayApi: versions.gatewayApi, adopted });
    assert.deepEqual(await examined({}), []);
    assert.deepEqual(await examined({}, { delivery: "gitops" }), []);
  });

  it("may be kept from others by an admission policy, which is asked before anything changes", async () => {
    const [gateways] = crds().filter(({ metadata }) => metadata.name.startsWith("gateways."));
    await cluster.apply(released(gateways as KubernetesObject, "v1.6.0"), { force: true });
    assert.deepEqual(await examined({}), []);
    const policy = published.find(({ kind }) => kind === "ValidatingAdmissionPolicy") as KubernetesObject;
    const deny = (expression: string) =>
      cluster.apply(
        {
          ...policy,
          spec: { ...(policy.spec as object), validations: [{ expression, message: "The platform's alone" }] },
        },
        { force: true },
      );
    const before = await ownership();
    const refused = `cluster.gatewayApi is install, but the admission policy ${SAFE_UPGRADES} refuses the CRDs of Gateway API v1.6.1: The platform's alone.`;
    await deny("object.spec.group != 'gateway.networking.k8s.io'");
    await eventually("the policy holds", 30, async () => (await examined({})).join() === refused);
    await deny("object.spec.group != 'gateway.networking.k8s.io' || request.userInfo.username == 'argocd'");
    await eventually("the other policy holds", 30, async () =>
      (await examined({}, { delivery: "gitops" }))
        .join()
        .startsWith(`${refused} It may allow Argo CD what it refuses to you.`),
    );
    assert.deepEqual(await examined({}), [refused]);
    assert.deepEqual(await ownership(), before);
  });

  it("may come with a GatewayClass, or a controller, that is in the way", async () => {
    const spec = { controllerName: "example.com/gateways" };
    const metadata = { name: "agentgateway" };
    const gatewayClass = { apiVersion: "gateway.networking.k8s.io/v1", kind: "GatewayClass", metadata, spec };
    await cluster.apply(gatewayClass, PLATFORM);
    const labels = { agentgateway: "agentgateway" };
    const container = { name: "controller", image: "cr.agentgateway.dev/controller:v1.4.0" };
    const deployment = (env: object[]) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "agentgateway", namespace: "default", labels },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ ...container, env }] } },
      },
    });
    await cluster.apply(deployment([]), PLATFORM);
    const found = await examined({ gatewayApi: "existing" });
    assert.deepEqual(found, [
      "GatewayClass agentgateway is that of the controller example.com/gateways, and Gateways of environments are of this class",
      "cluster.controlPlane is install, but an agentgateway controller is on the cluster already: the Deployment agentgateway in the namespace default, of the image cr.agentgateway.dev/controller:v1.4.0",
      LEFT_POLICY,
    ]);
    await cluster.apply(deployment([{ name: "AGW_CONTROLLER_NAME", value: "team.example.com/gateways" }]), PLATFORM);
    assert.deepEqual(await examined({ gatewayApi: "existing" }), [found[0], LEFT_POLICY]);
  });
});
