import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import execa from "execa";
import { parseAllDocuments } from "yaml";
import { appProjects } from "../../components/application/projects";
import { managerAccess } from "../../components/cluster/rbac";
import { serviceAccount } from "../../components/cluster/subject";
import { chartRights } from "../../components/controller/contents/rights";
import { CONTROLLER_NAMESPACE } from "../../components/controller/namespace";
import { environmentInCheckout } from "../../config/checkout";
import type { Environment } from "../../config/schema";
import { ensureToolchain, installPulumiPlugins } from "../../dev/sandbox/toolchain";
import { KubeApi } from "../../dev/sandbox/cluster/api";
import { kubeconfig } from "../../dev/sandbox/cluster/kubeconfig";
import { Checkout } from "../../dev/support/checkout";
import { startControlPlane, type ControlPlane } from "../../dev/support/controlPlane";
import { writeOtherCharts } from "../../dev/support/otherChart";
import { assertCode, assertRefused } from "../../dev/support/shell";
import type { Cluster } from "../../kube/cluster";
import { clusterAt } from "../../kube/clusterAt";
import { refOf } from "../../kube/ref";
import { groupOf } from "../../kube/apiGroup";
import type { KubernetesObject } from "../../kube/object";
import { platform } from "../../platform";

const NAMESPACE = "agentgateway-stage";
const NEXT = "1.5.0";
const inOurNamespace = { version: NEXT, otherValues: { rbac: { gatewayNamespaces: [NAMESPACE] } } };

describe("charts of another generation", () => {
  let checkout: Checkout;
  let helm: string;

  before(async () => {
    const toolchain = await ensureToolchain({ only: ["pulumi", "pulumi-resource-kubernetes", "helm"] });
    helm = toolchain.bin.helm;
    checkout = new Checkout(resolve(__dirname, "../.."));
    checkout.useTools(toolchain.binDir);
    await installPulumiPlugins(toolchain, checkout.variable("PULUMI_HOME"));
    writeOtherCharts(charts(), NEXT);
    configure(inOurNamespace);
  });
  after(() => rmSync(checkout.root, { recursive: true, force: true }));

  const charts = () => join(checkout.root, "charts");
  const file = () => join(checkout.directory, "Pulumi.stage.yaml");
  const command = (script: string, ...args: string[]) =>
    checkout.shell("npm", ["run", "--silent", script, "--", ...args]);
  const lookInto = () => command("chart", "stage", "--from", charts());
  const stage = (): Environment => environmentInCheckout(platform, checkout.directory, "stage");

  /** Gives the stack a control plane, with a comment that a person wrote. */
  function configure(controlPlane: object): void {
    const config = { namespace: NAMESPACE, controlPlane };
    const lines = Object.entries(config).map(
      ([key, value]) => `  agentgateway-infra:${key}: ${JSON.stringify(value)}\n`,
    );
    writeFileSync(file(), `# Ours.\nconfig:\n${lines.join("")}`);
  }

  /** What the charts bring, as Helm itself renders them. */
  function rendered(): KubernetesObject[] {
    const values = join(checkout.root, "values.json");
    writeFileSync(values, JSON.stringify(stage().controlPlane.otherValues));
    const texts = ["agentgateway-crds", "agentgateway"].map((chart) => {
      const words = [
        "template",
        `${chart}-stage`,
        join(charts(), chart),
        "--namespace",
        CONTROLLER_NAMESPACE,
        "--values",
        values,
      ];
      return execa.sync(helm, words).stdout;
    });
    const objects = texts.flatMap((text) =>
      parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject | null),
    );
    return objects.filter((object) => object !== null);
  }

  it("are refused until the stack says what they bring", () => {
    assert.throws(stage, /controlPlane\.contents: is missing: "1\.5\.0" is no release of 1\.4/);
  });

  it("are rendered by a command, which lists what they bring and what they bring no more", async () => {
    const outcome = await lookInto();
    assertCode(outcome, 0);
    assert.match(outcome.all, /bring: 10 objects\. Argo CD may deploy these/);
    assert.match(readFileSync(file(), "utf8"), /^# Ours\.$/m);
    const { contents } = stage().controlPlane;
    assert.deepEqual(contents?.objects, [
      "ClusterRole.rbac.authorization.k8s.io agentgateway-agentgateway-system",
      "ClusterRole.rbac.authorization.k8s.io agentgateway-agentgateway-system-deployer",
      "ClusterRoleBinding.rbac.authorization.k8s.io agentgateway-role-agentgateway-system",
      "CustomResourceDefinition.apiextensions.k8s.io agentgatewaybackends.agentgateway.dev",
      "CustomResourceDefinition.apiextensions.k8s.io agentgatewaypolicies.agentgateway.dev",
      "CustomResourceDefinition.apiextensions.k8s.io agentgatewaywidgets.agentgateway.dev",
      "Role.rbac.authorization.k8s.io agentgateway-system/agentgateway-agentgateway-system-local",
      "RoleBinding.rbac.authorization.k8s.io agentgateway-stage/agentgateway-deployer",
      "RoleBinding.rbac.authorization.k8s.io agentgateway-system/agentgateway-agentgateway-system-local",
      "ServiceAccount agentgateway-system/agentgateway-stage",
    ]);
    assert.deepEqual(contents?.former, []);
  });

  it("are allowed by the AppProject, with all of their objects", () => {
    const spec = appProjects(stage()).at(-1)?.spec as {
      destinations: { namespace: string }[];
      clusterResourceWhitelist: { group: string; kind: string; name: string }[];
      namespaceResourceWhitelist: { group: string; kind: string }[];
    };
    const objects = rendered();
    assert.equal(objects.length, 10);
    for (const object of objects) {
      const { name, namespace = CONTROLLER_NAMESPACE } = object.metadata;
      const isKind = (each: { group: string; kind: string }) =>
        each.group === groupOf(object) && each.kind === object.kind;
      const inCluster = spec.clusterResourceWhitelist.some(
        (each) => isKind(each) && (each.name === name || each.name === `*.${name.slice(name.indexOf(".") + 1)}`),
      );
      const inNamespace =
        spec.namespaceResourceWhitelist.some(isKind) && spec.destinations.some((each) => each.namespace === namespace);
      assert.ok(inCluster || inNamespace, `${object.kind} ${name}`);
    }
  });

  describe("on a real API server", () => {
    let plane: ControlPlane;
    let admin: Cluster;
    let argocd: Cluster;
    before(async () => {
      plane = await startControlPlane();
      admin = clusterAt(kubeconfig([plane.access]));
      for (const name of [NAMESPACE, CONTROLLER_NAMESPACE])
        await admin.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
      const account = { name: "argocd", namespace: CONTROLLER_NAMESPACE };
      await admin.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: account });
      argocd = clusterAt(kubeconfig([{ ...plane.access, token: await tokenOf("argocd") }]));
      configure(inOurNamespace);
      assertCode(await lookInto(), 0);
      await allow();
    });
    after(async () => plane?.stop());

    async function tokenOf(account: string): Promise<string> {
      const api = new KubeApi(plane.access);
      const path = `/api/v1/namespaces/${CONTROLLER_NAMESPACE}/serviceaccounts/${account}/token`;
      const { body } = await api.create(path, {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: {},
      });
      api.close();
      return (body as { status: { token: string } }).status.token;
    }

    /** Gives Argo CD the rights that the stack's charts need. */
    async function allow(): Promise<void> {
      const access = managerAccess({
        name: "argocd",
        subject: serviceAccount(CONTROLLER_NAMESPACE, "argocd"),
        namespaces: [NAMESPACE, CONTROLLER_NAMESPACE],
        ownNamespaces: [],
        controlPlane: "install",
        chart: chartRights(stage().controlPlane),
      });
      for (const object of access) await admin.apply(object, { force: true });
    }

    it("are applied by Argo CD's identity, which may apply nothing like them", async () => {
      for (const object of rendered())
        await argocd.apply({ ...object, metadata: { ...inRelease(object), ...object.metadata } });
      const [role] = rendered().filter(({ kind }) => kind === "ClusterRole");
      const other = { ...role!, metadata: { name: "agentgateway-other" } };
      await assert.rejects(argocd.apply(other), /forbidden/);
      const local = rendered().find(({ kind }) => kind === "Role");
      const elsewhere = { ...local!, metadata: { name: local!.metadata.name, namespace: NAMESPACE } };
      await assert.rejects(argocd.apply(elsewhere), /forbidden/);
    });

    it("leave nothing behind when other values bring less", async () => {
      configure({ ...stage().controlPlane, values: {}, otherValues: {} });
      assertCode(await lookInto(), 0);
      const { contents } = stage().controlPlane;
      assert.deepEqual(contents?.former, [
        "RoleBinding.rbac.authorization.k8s.io agentgateway-stage/agentgateway-deployer",
      ]);
      await allow();
      const [former] = rendered().filter(({ kind }) => kind === "RoleBinding");
      const gone = { ...former!, metadata: { name: "agentgateway-deployer", namespace: NAMESPACE } };
      await argocd.remove(refOf(gone));
      assert.equal(await admin.read(refOf(gone)), undefined);
    });
  });

  it("are refused where they bring what Argo CD must not have, or the stack has changed since", async () => {
    const bringing = async (otherValues: object) => {
      configure({ version: NEXT, otherValues });
      assertCode(await lookInto(), 0);
      return command("render", "--check");
    };
    assertRefused(
      await bringing({ rbac: { gatewayNamespaces: ["team-a"] } }),
      /team-a\/agentgateway-deployer" is in a namespace/,
    );
    assertRefused(await bringing({ webhook: { enabled: true } }), /agentgateway-system\/webhook" is a Secret/);
    assertCode(await bringing({}).then(({ all }) => ({ code: /stage" has/.test(all) ? 1 : 0, stdout: "", all })), 0);
    const { contents } = stage().controlPlane;
    configure({ version: "1.5.1", contents });
    assert.throws(stage, /controlPlane\.contents\.version: is "1\.5\.0", and controlPlane\.version is "1\.5\.1"/);
    configure({ version: NEXT, contents, otherValues: { a: true } });
    assert.throws(stage, /controlPlane\.contents\.values: does not fit/);
  });

  it("are reported where there are none", async () => {
    configure({ version: NEXT });
    const outcome = await command("chart", "stage", "--from", join(checkout.root, "nowhere"));
    assertRefused(outcome, /^error: Rendering agentgateway's charts of release 1\.5\.0 failed: .*nowhere/m);
    assert.doesNotMatch(outcome.all, /^\s+at /m);
  });
});

/** The namespace of a release is where Argo CD puts what names none. */
function inRelease({ kind }: KubernetesObject): { namespace?: string } {
  return /^(Cluster|Custom)/.test(kind) ? {} : { namespace: CONTROLLER_NAMESPACE };
}
