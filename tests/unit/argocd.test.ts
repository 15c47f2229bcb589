import assert from "node:assert/strict";
import { appProjects } from "../../components/application/projects";
import { childApplications } from "../../components/application/children";
import { apiServer } from "../../components/cluster/kubeconfig";
import { managerAccess } from "../../components/cluster/rbac";
import type { KubernetesObject } from "../../components/kubernetes";
import { environment } from "../support/environment";

const kubeconfig = `
current-context: two
contexts: [{name: one, context: {cluster: a}}, {name: two, context: {cluster: b}}]
clusters: [{name: a, cluster: {server: "https://a:6443/"}}, {name: b, cluster: {server: "https://b", certificate-authority-data: Q0E=}}]
users: [{name: u, user: {token: canary-token}}]
`;

describe("the component Applications", () => {
  it("come in waves: CRDs, controller, configuration", () => {
    const children = childApplications(environment({ cluster: { name: "stage" }, argocd: { mode: "hub" } }, "stage"));
    assert.deepEqual(
      children.map(({ metadata, spec }) => {
        const { source, destination } = spec as {
          source: { repoURL: string; targetRevision: string };
          destination: object;
        };
        return [
          metadata.name,
          metadata.annotations?.["argocd.argoproj.io/sync-wave"],
          source.repoURL,
          source.targetRevision,
          destination,
        ];
      }),
      [
        [
          "gateway-api-crds-stage",
          "0",
          "https://github.com/kubernetes-sigs/gateway-api.git",
          "v1.6.1",
          { name: "stage", namespace: "agentgateway-system" },
        ],
        [
          "agentgateway-crds-stage",
          "1",
          "cr.agentgateway.dev/charts",
          "1.4.1",
          { name: "stage", namespace: "agentgateway-system" },
        ],
        [
          "agentgateway-stage",
          "2",
          "cr.agentgateway.dev/charts",
          "1.4.1",
          { name: "stage", namespace: "agentgateway-system" },
        ],
        [
          "agentgateway-configs-stage",
          "3",
          "https://git.example.com/platform.git",
          "dev",
          { name: "stage", namespace: "agentgateway-test" },
        ],
      ],
    );
  });

  it("may not touch Secrets, nor Argo CD's own namespace", () => {
    const [root, components] = appProjects(environment()).map(
      ({ spec }) => spec as Record<string, { kind: string; namespace: string }[]>,
    );
    assert.deepEqual(root?.namespaceResourceWhitelist, [{ group: "argoproj.io", kind: "Application" }]);
    assert.equal(root?.clusterResourceWhitelist, undefined);
    assert.ok(components?.destinations?.every(({ namespace }) => namespace !== "argocd"));
    assert.ok(components?.namespaceResourceWhitelist?.every(({ kind }) => kind !== "Secret"));
  });
});

describe("the access of Argo CD to a cluster", () => {
  const access = managerAccess({
    name: "manager",
    subject: { name: "account", namespace: "ns" },
    namespaces: ["a", "b"],
    controllerNamespace: "a",
  }) as (KubernetesObject & { rules?: { apiGroups: string[]; resources: string[]; verbs: string[] }[] })[];
  const rules = access.flatMap((object) => object.rules ?? []);

  it("has no wildcard and no Secrets", () => {
    for (const { apiGroups, resources, verbs } of rules) {
      assert.ok(![...apiGroups, ...resources, ...verbs].includes("*"));
      assert.ok(!(apiGroups.includes("") && resources.includes("secrets")));
    }
  });

  it("writes into the environment's namespaces only, but for what has none", () => {
    const writing = (kind: string) =>
      access
        .filter((object) => object.kind === kind)
        .flatMap((object) => object.rules ?? [])
        .filter(({ verbs }) => verbs.includes("create"))
        .flatMap(({ resources }) => resources);
    assert.deepEqual(writing("ClusterRole").sort(), [
      "clusterrolebindings",
      "clusterroles",
      "customresourcedefinitions",
      "namespaces",
      "validatingadmissionpolicies",
      "validatingadmissionpolicybindings",
    ]);
    assert.deepEqual(
      access.filter(({ kind }) => kind === "Role").map(({ metadata }) => metadata.namespace),
      ["a", "b"],
    );
  });

  it("can never delete a CRD", () => {
    assert.ok(
      rules
        .filter(({ resources }) => resources.includes("customresourcedefinitions"))
        .every(({ verbs }) => !verbs.includes("delete")),
    );
  });
});

describe("a kubeconfig", () => {
  it("leads to the server of its context", () => {
    assert.deepEqual(apiServer(kubeconfig, "one", "p"), {
      server: "https://a:6443",
      caData: undefined,
      insecure: undefined,
    });
    assert.deepEqual(apiServer(kubeconfig, undefined, "p"), {
      server: "https://b",
      caData: "Q0E=",
      insecure: undefined,
    });
  });

  const wrong: [string, string, RegExp][] = [
    ["without the wanted context", kubeconfig, /p: has no context "three"\n\s+It has: one, two\./],
    ["that is a file name", "/home/me/.kube/config", /p: is not a kubeconfig\n\s+Store the contents/],
    ["that is no YAML", "{", /p: is not valid YAML/],
  ];
  for (const [title, text, message] of wrong) {
    it(`${title} is refused without showing it`, () => {
      assert.throws(
        () => apiServer(text, "three", "p"),
        (error: Error) => message.test(error.message) && !error.message.includes("canary"),
      );
    });
  }
});
