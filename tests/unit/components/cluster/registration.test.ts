import assert from "node:assert/strict";
import { relative } from "node:path";
import { apiServer } from "../../../../kube/kubeconfig";
import { isOnPath, kubeconfigErrors, type KubeconfigUse } from "../../../../kube/kubeconfigErrors";
import { managerAccess } from "../../../../components/cluster/rbac";
import { clusterSecretData, clusterSecretMeta } from "../../../../components/cluster/secret";
import { missingSecrets } from "../../../../config/checks";
import { withExportedKubeconfigs } from "../../../../components/cluster/source";
import { serviceAccount } from "../../../../components/cluster/subject";
import { decodedToken, tokenSecret } from "../../../../components/cluster/token";
import type { KubernetesObject } from "../../../../kube/object";
import { SecretValue } from "../../../../core/secret";
import { environment } from "../../../../dev/support/environment";
import { CANARY, kubeconfig } from "../../../../dev/support/kubeconfig";

const TOKEN_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";

const use: KubeconfigUse = { path: "cluster.kubeconfig", stack: "stage", registered: true, allowLoopback: false };

function errorsOf(text: string, over: Partial<KubeconfigUse> = {}, isProgram = () => false): string[] {
  const errors = kubeconfigErrors(text, { ...use, ...over }, { isProgram, isFile: (path) => path === TOKEN_FILE });
  return errors.map(({ path, problem, remedy }) => [path, problem, remedy].filter(Boolean).join(" | "));
}

describe("a kubeconfig", () => {
  it("leads to the server of its context", () => {
    const two = `
current-context: two
contexts: [{name: one, context: {cluster: a}}, {name: two, context: {cluster: b}}]
clusters: [{name: a, cluster: {server: "https://a:6443/"}}, {name: b, cluster: {server: "https://b", certificate-authority-data: Q0E=}}]
`;
    assert.equal(apiServer(two, "one", "p").server, "https://a:6443");
    assert.deepEqual(
      [apiServer(two, undefined, "p").server, apiServer(two, undefined, "p").caData],
      ["https://b", "Q0E="],
    );
  });

  const certificate = { "client-certificate-data": "Qw==", "client-key-data": "Sw==" };
  const good: [string, string, Partial<KubeconfigUse>?][] = [
    ["with a token", kubeconfig()],
    ["with a client certificate", kubeconfig({ user: certificate })],
    ["with a token in a file that is here", kubeconfig({ user: { tokenFile: TOKEN_FILE } })],
    ["with a program that is here", kubeconfig({ user: { exec: { command: "aws" } } })],
    [
      "on loopback, of the cluster that Argo CD runs in",
      kubeconfig({ server: "https://127.0.0.1:1" }),
      { registered: false },
    ],
    ["on loopback, where that is meant", kubeconfig({ server: "https://localhost:1" }), { allowLoopback: true }],
  ];
  for (const [title, text, over] of good) {
    it(`${title} is taken`, () =>
      assert.deepEqual(
        errorsOf(text, over, () => true),
        [],
      ));
  }

  it("is not shown where it is refused", () => {
    const wrong = [
      kubeconfig({ server: "http://api.example.com" }),
      kubeconfig({ server: "nowhere" }),
      `token: ${CANARY}`,
    ];
    for (const text of wrong) {
      const errors = errorsOf(text);
      assert.ok(errors.length > 0 && !errors.join().includes(CANARY), errors.join());
    }
  });

  it("finds programs on PATH as a shell does", () => {
    assert.ok(isOnPath("sh") && isOnPath("/bin/sh"));
    for (const command of ["sh", "./sh"]) assert.ok(!isOnPath(command, "/nowhere"));
    assert.ok(!isOnPath("/bin"), "a directory is no program");
    assert.ok(!isOnPath("sh", relative("", "/bin")), "a relative entry leads elsewhere from elsewhere");
  });
});

describe("the cluster Secret", () => {
  it("is labelled as the stack says, and as Argo CD needs it", () => {
    const { cluster } = environment({
      cluster: { name: "stage", labels: { tier: "test" } },
      argocd: { mode: "existing" },
    });
    assert.deepEqual(clusterSecretMeta(cluster, "argocd").labels, {
      tier: "test",
      "argocd.argoproj.io/secret-type": "cluster",
    });
    assert.throws(
      () => environment({ cluster: { labels: { "argocd.argoproj.io/secret-type": "x" } } }),
      /cluster\.labels.* belongs to Argo CD/,
    );
  });

  const config = (server: object) =>
    JSON.parse(clusterSecretData("c", { server: "s", ...server }, "t")["config"] as string) as object;
  it("says how Argo CD trusts the server, and by which way it goes", () => {
    assert.deepEqual(config({ caData: "Q0E=", serverName: "n", proxyUrl: "http://p" }), {
      bearerToken: "t",
      tlsClientConfig: { insecure: false, serverName: "n", caData: "Q0E=" },
      proxyUrl: "http://p",
    });
    assert.deepEqual(config({ caData: "Q0E=", insecure: true }), {
      bearerToken: "t",
      tlsClientConfig: { insecure: true },
    });
  });
});

describe("the token of Argo CD", () => {
  it("is another Secret in each generation, so that both are there for a while", () => {
    const names = [1, 2, 3].map((generation) => tokenSecret("i", generation).metadata.name);
    assert.deepEqual(names, ["i-token", "i-token-2", "i-token-3"]);
  });

  it("is never an empty one", () => {
    assert.equal(decodedToken({ token: Buffer.from("t").toString("base64") }, "stage"), "t");
    for (const data of [undefined, {} as Record<string, string>, { token: "" }])
      assert.throws(
        () => decodedToken(data, "stage"),
        /has not filled in the token by which Argo CD would connect. Its controller manager does that: see that it runs, then `pulumi up --refresh`./,
      );
  });
});

describe("the access of Argo CD to a cluster", () => {
  const manager = {
    name: "manager",
    subject: serviceAccount("ns", "account"),
    namespaces: ["a", "b"],
    ownNamespaces: ["a", "b"],
  };
  const access = managerAccess({ ...manager, controlPlane: "install" }) as Ruled[];
  type Ruled = KubernetesObject & { rules?: Rule[] };
  interface Rule {
    apiGroups: string[];
    resources: string[];
    verbs: string[];
    resourceNames?: string[];
  }
  const isReading = (verbs: readonly string[]) => verbs.every((verb) => ["get", "list", "watch"].includes(verb));
  const rules = (kind: string) =>
    access.filter((object) => object.kind === kind).flatMap((object) => object.rules ?? []);

  it("has no wildcard and no Secrets", () => {
    for (const { apiGroups, resources, verbs } of [...rules("ClusterRole"), ...rules("Role")]) {
      assert.ok(![...apiGroups, ...resources, ...verbs].includes("*"));
      assert.ok(!(apiGroups.includes("") && resources.includes("secrets")));
    }
  });

  it("writes into the environment's namespaces, and outside of them only what it names", () => {
    const writing = rules("ClusterRole").filter(({ verbs }) => !isReading(verbs));
    assert.ok(writing.length > 0);
    for (const { resourceNames } of writing) assert.ok(resourceNames !== undefined && resourceNames.length > 0);
    assert.deepEqual(
      access.filter(({ kind }) => kind === "Role").map(({ metadata }) => metadata.namespace),
      ["a", "b"],
    );
  });

  it("escalates and binds no role but the controller's", () => {
    const [rule, ...others] = rules("ClusterRole").filter(
      ({ verbs }) => verbs.includes("escalate") || verbs.includes("bind"),
    );
    assert.deepEqual([rule?.resourceNames, others], [["agentgateway-agentgateway-system"], []]);
  });

  it("leaves namespaces alone that somebody else makes", () => {
    const existing = managerAccess({ ...manager, ownNamespaces: [], controlPlane: "install" }) as Ruled[];
    const [role, binding, ...inNamespaces] = existing;
    const [before, ...rest] = access;
    assert.deepEqual([binding, ...inNamespaces], rest);
    const aboutNamespaces = (of: Ruled | undefined) =>
      of?.rules?.filter(({ resources }) => resources[0] === "namespaces");
    assert.deepEqual(aboutNamespaces(role), aboutNamespaces(before)?.slice(0, 1));
    assert.deepEqual(
      aboutNamespaces(role)?.map(({ verbs }) => isReading(verbs)),
      [true],
    );
  });

  it("beside an existing control plane, is to the environment's own namespace", () => {
    const objects = managerAccess({
      ...manager,
      namespaces: ["a"],
      ownNamespaces: ["a"],
      controlPlane: "existing",
    }) as Ruled[];
    assert.deepEqual(
      objects.map(({ kind, metadata }) => [kind, metadata]),
      [
        ["ClusterRole", { name: "manager" }],
        ["ClusterRoleBinding", { name: "manager" }],
        ["Role", { name: "manager", namespace: "a" }],
        ["RoleBinding", { name: "manager", namespace: "a" }],
      ],
    );
    const [clusterWide] = objects.map(({ rules: given = [] }) => given);
    assert.deepEqual(
      clusterWide?.filter(({ verbs }) => !isReading(verbs)),
      [{ apiGroups: [""], resources: ["namespaces"], resourceNames: ["a"], verbs: ["create", "patch"] }],
    );
    // It reads what the other reads, but for the roles and policies that it does not bring.
    const readable = (given: readonly Rule[]) =>
      given.filter(({ verbs }) => isReading(verbs)).flatMap(({ resources }) => resources);
    assert.deepEqual(
      readable(rules("ClusterRole")).filter((resource) => !readable(clusterWide ?? []).includes(resource)),
      ["validatingadmissionpolicies", "validatingadmissionpolicybindings", "clusterroles", "clusterrolebindings"],
    );
    assert.deepEqual(objects[2], { ...access.find(({ kind }) => kind === "Role") });
  });

  it("writes nothing of Gateway API's own where somebody else brings it, and all else", () => {
    const objects = managerAccess({ ...manager, controlPlane: "install", gatewayApi: "existing" }) as Ruled[];
    const [before, ...others] = access;
    const [after, ...same] = objects;
    assert.deepEqual(same, others);
    const named = (object: Ruled | undefined) =>
      object?.rules?.flatMap(({ resourceNames = [], verbs }) => (isReading(verbs) ? [] : resourceNames)) ?? [];
    const isGatewayApis = (name: string) => name.endsWith("gateway.networking.k8s.io");
    assert.ok(named(before).filter(isGatewayApis).length > 10);
    assert.deepEqual(
      named(after),
      named(before).filter((name) => !isGatewayApis(name)),
    );
    const about = (object: Ruled | undefined, kind: string) =>
      object?.rules?.filter(({ resources }) => resources.includes(kind)).map(({ verbs }) => verbs);
    assert.deepEqual(about(after, "validatingadmissionpolicies"), []);
    assert.deepEqual(about(after, "customresourcedefinitions"), about(before, "customresourcedefinitions"));
  });

  it("can never delete a CRD", () => {
    const crds = rules("ClusterRole").filter(({ resources }) => resources.includes("customresourcedefinitions"));
    assert.ok(crds.length > 0 && crds.every(({ verbs }) => !verbs.includes("delete")));
  });
});

describe("a kubeconfig that another stack exports", () => {
  const from = (output: string) => ({ stack: `acme/clusters/${output}`, output });
  const hub = environment({
    cluster: { name: "stage", kubeconfigFrom: from("stage") },
    argocd: { mode: "existing", kubeconfigFrom: from("hub") },
  });
  const read =
    (outputs: Record<string, unknown>) =>
    ({ output }: { output: string }) =>
      Promise.resolve(outputs[output]);
  const revealed = async (environment: typeof hub, outputs: Record<string, unknown>) => {
    const { cluster, argocd } = await withExportedKubeconfigs(environment, read(outputs));
    return [cluster.kubeconfig?.reveal(), argocd.kubeconfig?.reveal()];
  };

  it("is taken as text and as an object", async () => {
    const found = await revealed(hub, { stage: { kind: "Config" }, hub: "kind: Config" });
    assert.deepEqual(found, ['{"kind":"Config"}', "kind: Config"]);
  });

  it("gives way to the stack's own, and is not asked for where no hub is used", async () => {
    const own = { ...hub.cluster, kubeconfig: new SecretValue("own") };
    assert.deepEqual(await revealed({ ...hub, cluster: own }, { hub: "h" }), ["own", "h"]);
    assert.deepEqual(await revealed({ ...hub, delivery: "direct" }, { stage: "s" }), ["s", undefined]);
  });

  it("of the hub is that of the cluster, where the environment runs beside what another stack installed there", async () => {
    const second = environment({
      cluster: { controlPlane: "existing" },
      argocd: { mode: "existing", kubeconfigFrom: from("hub"), context: "c" },
    });
    const { cluster } = await withExportedKubeconfigs(second, read({ hub: "h" }));
    assert.deepEqual([cluster.kubeconfig?.reveal(), cluster.context], ["h", "c"]);
    assert.deepEqual(missingSecrets(second), []);
    const own = { ...second, cluster: { ...second.cluster, kubeconfig: new SecretValue("own"), context: "d" } };
    const kept = (await withExportedKubeconfigs(own, read({ hub: "h" }))).cluster;
    assert.deepEqual([kept.kubeconfig?.reveal(), kept.context], ["own", "d"]);
  });

  it("leads to the Argo CD of the environment's own cluster, where nothing leads to another", async () => {
    const beside = environment({ argocd: { mode: "existing", namespace: "argo" } });
    const cluster = { ...beside.cluster, kubeconfig: new SecretValue("own"), context: "c" };
    const { argocd } = await withExportedKubeconfigs({ ...beside, cluster }, read({}));
    assert.deepEqual([argocd.kubeconfig?.reveal(), argocd.context], ["own", "c"]);
    assert.deepEqual(missingSecrets({ ...beside, cluster }), []);
    assert.deepEqual(
      missingSecrets(beside).map(({ path }) => path),
      ["cluster.kubeconfig"],
    );
  });

  it("is missed with what to do", async () => {
    await assert.rejects(
      revealed(hub, { hub: "h" }),
      /The kubeconfig can't be used:\s+- cluster\.kubeconfigFrom: the stack acme\/clusters\/stage has no output "stage"\s+Run `pulumi up` of that stack first/,
    );
  });
});
