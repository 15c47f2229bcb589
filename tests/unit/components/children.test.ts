import assert from "node:assert/strict";
import {
  A2aAgent,
  AgentGatewayController,
  LlmProvider,
  McpServer,
  RootApplication,
  TargetCluster,
} from "../../../components";
import { a2aAgentSpec } from "../../../components/a2a/spec";
import type { TargetClusterArgs } from "../../../components/cluster/component";
import { clusterProvider } from "../../../components/cluster/provider";
import { llmProviderSpec } from "../../../components/llm/spec";
import { mcpServerSpec } from "../../../components/mcp/spec";
import { SecretValue } from "../../../core/secret";
import { environment } from "../../../dev/support/environment";
import { entry, onCluster } from "../../../dev/support/placement";
import { record, type Registration } from "../../../dev/support/recorder";

const provider = () =>
  clusterProvider("cluster", { identifier: "test", kubeconfig: new SecretValue("kubeconfig"), namespace: "argocd" });
const names = (registrations: Registration[]) => registrations.map(({ type, name }) => `${type} ${name}`);
/** Data of a Secret, all of which the SDK marks as secret. */
const secretData = (values: Record<string, string>) => ({
  secret: Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  ),
});
const inputsOf = (registrations: Registration[], name: string) =>
  registrations.find((each) => each.name === name)?.inputs;

describe("the components", () => {
  it("an LLM provider owns its Secret and nothing else", async () => {
    const spec = llmProviderSpec.parse({ provider: "openai", apiKey: new SecretValue("sk") });
    const registrations = await record(() => new LlmProvider("openai", entry("openai", spec), onCluster()));
    assert.deepEqual(
      registrations.filter(({ type }) => !type.startsWith("pulumi:providers")),
      [
        { type: "agentgateway-infra:index:LlmProvider", name: "openai", inputs: {} },
        {
          type: "kubernetes:core/v1:Secret",
          name: "openai-credentials",
          inputs: {
            apiVersion: "v1",
            kind: "Secret",
            metadata: { name: "openai-secret", namespace: "ns" },
            type: "Opaque",
            data: secretData({ Authorization: "sk" }),
          },
          provider: "cluster",
        },
      ],
    );
  });

  it("MCP servers and agents own a Secret where they have something secret, and nothing else", async () => {
    const secretsOf = async (make: () => unknown) =>
      (await record(make))
        .filter(({ type }) => !/^(pulumi:providers|agentgateway-infra)/.test(type))
        .map(({ type, inputs, provider: used }) => ({ type, metadata: inputs.metadata, data: inputs.data, used }));
    const secret = (name: string, values: Record<string, string>) => ({
      type: "kubernetes:core/v1:Secret",
      metadata: { name, namespace: "ns" },
      data: secretData(values),
      used: "cluster",
    });
    const server = (input: object) => () => new McpServer("x", entry("x", mcpServerSpec.parse(input)), onCluster());
    const agent = (input: object) => () => new A2aAgent("x", entry("x", a2aAgentSpec.parse(input)), onCluster());
    const secrets = { TOKEN: new SecretValue("t") };

    assert.deepEqual(await secretsOf(server({ image: "i", secrets })), [secret("x-secret", { TOKEN: "t" })]);
    assert.deepEqual(await secretsOf(server({ host: "mcp.example.com", apiKey: new SecretValue("k") })), [
      secret("x-secret", { Authorization: "k" }),
    ]);
    assert.deepEqual(await secretsOf(server({ image: "i" })), []);
    assert.deepEqual(await secretsOf(agent({ image: "i", secrets })), [secret("x-secret", { TOKEN: "t" })]);
    assert.deepEqual(await secretsOf(agent({ host: "agents.example.com" })), []);
  });

  it("a cluster that Argo CD runs in gets namespaces and access, and no token", async () => {
    const apiServer = { server: "https://10.0.0.1" };
    const registrations = await record(() => {
      const target = provider();
      const args = { environment: "test", namespace: "agentgateway-test", argocd: { provider: target, apiServer } };
      return new TargetCluster("target", args, { provider: target });
    });
    assert.deepEqual(names(registrations), [
      "agentgateway-infra:index:TargetCluster target",
      "kubernetes:core/v1:Namespace target-namespace-agentgateway-system",
      "kubernetes:core/v1:Namespace target-namespace-agentgateway-test",
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole target-clusterrole",
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding target-clusterrolebinding",
      "kubernetes:rbac.authorization.k8s.io/v1:Role target-role-agentgateway-system",
      "kubernetes:rbac.authorization.k8s.io/v1:Role target-role-agentgateway-test",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding target-rolebinding-agentgateway-system",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding target-rolebinding-agentgateway-test",
      "pulumi:providers:kubernetes cluster",
    ]);
    assert.deepEqual(inputsOf(registrations, "target-clusterrolebinding")?.subjects, [
      { kind: "ServiceAccount", name: "argocd-application-controller", namespace: "argocd" },
    ]);
  });

  it("a remote cluster gets an identity of its own, and is registered in the hub", async () => {
    const registrations = await record(() => {
      const hub = clusterProvider("hub", { identifier: "hub", kubeconfig: new SecretValue("k"), namespace: "argocd" });
      const argocd = { provider: hub, apiServer: { server: "https://10.0.0.1", caData: "Q0E=" } };
      const args = { environment: "test", namespace: "agentgateway-test", clusterName: "stage", argocd };
      return new TargetCluster("target", args, onCluster());
    });
    const own = registrations.filter(({ name }) => /account|token|cluster-secret/.test(name));
    assert.deepEqual(names(own), [
      "kubernetes:core/v1:Secret target-cluster-secret",
      "kubernetes:core/v1:Secret target-token",
      "kubernetes:core/v1:ServiceAccount target-account",
    ]);
    assert.deepEqual(
      own.map(({ provider: used }) => used),
      ["hub", "cluster", "cluster"],
    );
    assert.deepEqual(inputsOf(registrations, "target-cluster-secret")?.metadata, {
      name: "cluster-stage",
      namespace: "argocd",
      labels: { "argocd.argoproj.io/secret-type": "cluster" },
    });
  });

  it("a remote cluster that takes Argo CD's cloud identity gets no token, and gives that identity the rights", async () => {
    const registrations = await record(() => {
      const hub = clusterProvider("hub", { identifier: "hub", kubeconfig: new SecretValue("k"), namespace: "argocd" });
      const identity = { aws: { clusterName: "stage" }, group: "argocd" };
      const argocd = { provider: hub, apiServer: { server: "https://10.0.0.1", caData: "Q0E=" }, identity };
      const args = { environment: "test", namespace: "agentgateway-test", clusterName: "stage", argocd };
      return new TargetCluster("target", args, onCluster());
    });
    assert.deepEqual(names(registrations.filter(({ name }) => /account|token|cluster-secret/.test(name))), [
      "kubernetes:core/v1:Secret target-cluster-secret",
    ]);
    assert.deepEqual(inputsOf(registrations, "target-clusterrolebinding")?.subjects, [
      { kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: "argocd" },
    ]);
  });

  const secondOn = (clusterName: string, user?: string) =>
    record(() => {
      const target = provider();
      const argocd = { provider: target, ...(user && { user }) };
      const names = { environment: "test", namespace: "agentgateway-test", clusterName };
      return new TargetCluster("target", { ...names, controlPlane: "existing", argocd }, { provider: target });
    });
  const ONE_NAMESPACE = [
    "agentgateway-infra:index:TargetCluster target",
    "kubernetes:core/v1:Namespace target-namespace-agentgateway-test",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole target-clusterrole",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding target-clusterrolebinding",
    "kubernetes:rbac.authorization.k8s.io/v1:Role target-role-agentgateway-test",
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding target-rolebinding-agentgateway-test",
    "pulumi:providers:kubernetes cluster",
  ];

  it("an environment beside an existing control plane gets its own namespace, and Argo CD rights in it", async () => {
    const registrations = await secondOn("in-cluster");
    assert.deepEqual(names(registrations), ONE_NAMESPACE);
    for (const binding of ["target-clusterrolebinding", "target-rolebinding-agentgateway-test"])
      assert.deepEqual(inputsOf(registrations, binding)?.subjects, [
        { kind: "ServiceAccount", name: "argocd-application-controller", namespace: "argocd" },
      ]);
  });

  it("on a cluster that another stack has registered, those are the user's that Argo CD is there", async () => {
    const user = "system:serviceaccount:agentgateway-system:agentgateway-argocd-stage";
    const registrations = await secondOn("stage", user);
    assert.deepEqual(names(registrations), ONE_NAMESPACE);
    assert.deepEqual(inputsOf(registrations, "target-clusterrolebinding")?.subjects, [
      { kind: "ServiceAccount", name: "agentgateway-argocd-stage", namespace: "agentgateway-system" },
    ]);
    await assert.rejects(
      secondOn("stage"),
      /TargetCluster "target": an argument is wrong:\s+- argocd\.user: is missing/,
    );
  });

  const withNamespaces = (namespaces?: NonNullable<TargetClusterArgs["namespaces"]>) =>
    record(() => {
      const target = provider();
      const args = {
        environment: "test",
        namespace: "agentgateway-test",
        argocd: {},
        ...(namespaces && { namespaces }),
      };
      return new TargetCluster("target", args, { provider: target });
    });

  it("a cluster whose namespaces somebody else makes has none of them, and the rights in them", async () => {
    const made = names(await withNamespaces());
    assert.deepEqual(
      names(await withNamespaces({ mode: "existing" })),
      made.filter((each) => !each.startsWith("kubernetes:core/v1:Namespace ")),
    );
  });

  it("a namespace has the labels and annotations that were given", async () => {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const registrations = await withNamespaces({ labels, annotations: { team: "ai" } });
    assert.deepEqual(inputsOf(registrations, "target-namespace-agentgateway-system")?.metadata, {
      name: "agentgateway-system",
      labels,
      annotations: { team: "ai" },
    });
  });

  it("no component brings Gateway API without the control plane", async () => {
    const cluster = { controlPlane: "existing", gatewayApi: "install" } as const;
    const problem = "gatewayApi: is install, yet with controlPlane: existing the stack that installs the control plane";
    const target = { environment: "test", namespace: "agentgateway-test", ...cluster };
    const root = { ...target, repository: { url: "https://git.example.com/platform.git" } };
    await assert.rejects(
      record(() => new TargetCluster("target", target, onCluster())),
      new RegExp(problem),
    );
    await assert.rejects(
      record(() => new RootApplication("root", root, onCluster())),
      new RegExp(problem),
    );
  });

  it("the root Application of an environment without Gateway API has one child less", async () => {
    const args = {
      environment: "test",
      namespace: "agentgateway-test",
      repository: { url: "https://git.example.com/platform.git" },
      gatewayApi: "existing",
    } as const;
    const sources = async (more: object) => {
      const registrations = await record(() => new RootApplication("root", { ...args, ...more }, onCluster()));
      return (inputsOf(registrations, "root-project-2")?.spec as { sourceRepos: string[] }).sourceRepos;
    };
    assert.deepEqual(await sources({}), ["cr.agentgateway.dev/charts"]);
    assert.equal((await sources({ gatewayApi: "install" })).length, 2);
  });

  it("the controller says with which Gateway API it comes, if with any", async () => {
    const definitions = async (gatewayApi?: string) => {
      const applyCrds = () => Promise.resolve();
      const args = {
        release: "agentgateway",
        charts: "oci://example.com/charts",
        version: "1.4.1",
        gatewayApi,
        applyCrds,
      };
      const registrations = await record(() => new AgentGatewayController("controller", args, onCluster()));
      return inputsOf(registrations, "controller")?.definitions;
    };
    assert.deepEqual(await definitions("v1.6.1"), { gatewayApi: "v1.6.1", agentgateway: "1.4.1" });
    assert.deepEqual(await definitions(), { agentgateway: "1.4.1" });
  });

  it("the root Application of an environment beside an existing control plane has two projects and one child", async () => {
    const desired = environment({ cluster: { controlPlane: "existing" }, argocd: { mode: "existing" } });
    const waits: (readonly string[])[] = [];
    const untilDeployed = (names: readonly string[]) => Promise.resolve(void waits.push(names));
    const args = { settings: desired, committed: desired, installer: "another stack" as const, untilDeployed };
    const registrations = await record(() => new RootApplication("root", args, onCluster()));
    assert.deepEqual(names(registrations).slice(1, -1), [
      "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy root-guard-0",
      "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy root-guard-2",
      "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding root-guard-1",
      "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding root-guard-3",
      "kubernetes:argoproj.io/v1alpha1:AppProject root-project-0",
      "kubernetes:argoproj.io/v1alpha1:AppProject root-project-1",
      "kubernetes:argoproj.io/v1alpha1:Application root-application",
    ]);
    assert.deepEqual(waits, [["agentgateway-infra-root-test", "agentgateway-configs-test"]]);
  });

  it("the root Application comes with its projects and what guards it, and is waited for with its children", async () => {
    const desired = environment();
    const waits: (readonly string[])[] = [];
    const untilDeployed = (names: readonly string[]) => {
      waits.push(names);
      return Promise.resolve();
    };
    const args = { settings: desired, committed: desired, installer: "this stack" as const, untilDeployed };
    const registrations = await record(() => new RootApplication("root", args, onCluster()));
    assert.deepEqual(names(registrations).slice(1, -1), [
      "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy root-guard-0",
      "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding root-guard-1",
      "kubernetes:argoproj.io/v1alpha1:AppProject root-project-0",
      "kubernetes:argoproj.io/v1alpha1:AppProject root-project-1",
      "kubernetes:argoproj.io/v1alpha1:AppProject root-project-2",
      "kubernetes:argoproj.io/v1alpha1:Application root-application",
      "kubernetes:core/v1:ConfigMap root-hub",
    ]);
    const { metadata } = inputsOf(registrations, "root-application") as { metadata: { finalizers: string[] } };
    assert.deepEqual(metadata.finalizers, ["resources-finalizer.argocd.argoproj.io"]);
    assert.deepEqual(waits, [
      [
        "agentgateway-infra-root-test",
        "gateway-api-crds-test",
        "agentgateway-crds-test",
        "agentgateway-test",
        "agentgateway-configs-test",
      ],
    ]);
  });
});
