import assert from "node:assert/strict";
import { appProjects } from "../../../../components/application/projects";
import { managerAccess } from "../../../../components/cluster/rbac";
import { serviceAccount } from "../../../../components/cluster/subject";
import { digestOf } from "../../../../components/controller/contents/digest";
import { lineOf, parseObject } from "../../../../components/controller/contents/object";
import { chartRights, testedObjects } from "../../../../components/controller/contents/rights";
import { valuesOfChart } from "../../../../components/controller/values/build";
import { controlPlaneSpec } from "../../../../components/controller/spec";
import { contentsOf } from "../../../../cli/chart/contents";
import type { KubernetesObject } from "../../../../kube/object";
import { environment } from "../../../../dev/support/environment";

const RBAC = "rbac.authorization.k8s.io";
const objects = [
  `ClusterRole.${RBAC} agentgateway-deployer`,
  "ConfigMap agentgateway-system/agentgateway",
  "CustomResourceDefinition.apiextensions.k8s.io agentgatewaywidgets.agentgateway.dev",
  `RoleBinding.${RBAC} agentgateway-system/agentgateway-local`,
  `RoleBinding.${RBAC} agentgateway-test/agentgateway-deployer`,
];
const former = [`ClusterRole.${RBAC} agentgateway-before`];

function controlPlane(more: object = {}) {
  const given = { version: "1.5.0", otherValues: { rbac: { gatewayNamespaces: ["agentgateway-test"] } }, ...more };
  const values = digestOf(controlPlaneSpec.parse(given));
  return { ...given, contents: { version: "1.5.0", values, objects, former } };
}

const object = (kind: string, apiVersion: string, metadata: object) =>
  ({ apiVersion, kind, metadata }) as KubernetesObject;

describe("what charts bring", () => {
  it("is a line for each object, with its kind, group and namespace", () => {
    const lines = [
      object("ServiceAccount", "v1", { name: "a" }),
      object("Role", `${RBAC}/v1`, { name: "a", namespace: "team" }),
      object("ClusterRole", `${RBAC}/v1`, { name: "system:a" }),
    ].map(lineOf);
    assert.deepEqual(lines, [
      "ServiceAccount agentgateway-system/a",
      `Role.${RBAC} team/a`,
      `ClusterRole.${RBAC} system:a`,
    ]);
    const [account, , role] = lines.map(parseObject);
    assert.partialDeepStrictEqual(account!, {
      group: "",
      resource: "serviceaccounts",
      namespace: "agentgateway-system",
    });
    assert.partialDeepStrictEqual(role!, { group: RBAC, resource: "clusterroles", name: "system:a" });
    for (const line of ["", "Role", "Role a/b/c", "Role  a", "Role a b"])
      assert.equal(parseObject(line), undefined, line);
  });

  it("is what Argo CD may deploy, each object by its name", () => {
    const { clusterResourceWhitelist, namespaceResourceWhitelist, destinations } = appProjects(
      environment({ controlPlane: controlPlane(), cluster: { gatewayApi: "existing" } }),
    ).at(-1)?.spec as Record<string, Record<string, string>[]>;
    assert.deepEqual(
      clusterResourceWhitelist?.map(({ kind, name }) => `${kind} ${name}`),
      [
        "Namespace agentgateway-system",
        "CustomResourceDefinition *.agentgateway.dev",
        "ClusterRole agentgateway-deployer",
        "ClusterRole agentgateway-before",
      ],
    );
    assert.deepEqual(namespaceResourceWhitelist?.at(-1), { group: RBAC, kind: "RoleBinding" });
    assert.deepEqual(
      destinations?.map(({ namespace }) => namespace),
      ["agentgateway-system", "agentgateway-test"],
    );
  });

  it("is what Argo CD's role allows, with the right to give a role what it holds, and kinds that are new", () => {
    const access = managerAccess({
      name: "m",
      subject: serviceAccount("ns", "a"),
      namespaces: ["agentgateway-test", "agentgateway-system"],
      ownNamespaces: [],
      controlPlane: "install",
      gatewayApi: "existing",
      chart: chartRights(controlPlaneSpec.parse(controlPlane())),
    }) as (KubernetesObject & { rules?: { resources: string[]; resourceNames?: string[]; verbs: string[] }[] })[];
    const rulesOn = (resource: string) =>
      access.flatMap(({ metadata, rules = [] }) =>
        rules
          .filter(({ resources, verbs }) => resources.includes(resource) && verbs.includes("patch"))
          .map(({ resourceNames, verbs }) => [metadata.namespace, resourceNames, verbs.includes("escalate")]),
      );
    assert.deepEqual(rulesOn("clusterroles"), [[undefined, ["agentgateway-deployer", "agentgateway-before"], true]]);
    assert.deepEqual(rulesOn("clusterrolebindings"), []);
    assert.deepEqual(rulesOn("rolebindings"), [
      ["agentgateway-test", ["agentgateway-deployer"], false],
      ["agentgateway-system", ["agentgateway-local"], false],
    ]);
    assert.deepEqual(rulesOn("agentgatewaywidgets"), [
      ["agentgateway-test", undefined, false],
      ["agentgateway-system", undefined, false],
    ]);
    assert.deepEqual(rulesOn("customresourcedefinitions"), [
      [undefined, ["agentgatewaywidgets.agentgateway.dev"], false],
    ]);
  });

  it("is written with what the release before brought and may be removed", () => {
    const spec = controlPlaneSpec.parse({ version: "1.5.0" });
    const made = [object("ClusterRole", `${RBAC}/v1`, { name: "agentgateway-deployer" })];
    const namespaces = ["agentgateway-system"];
    const first = contentsOf(made, spec, { namespaces });
    assert.deepEqual(first.objects, [`ClusterRole.${RBAC} agentgateway-deployer`]);
    assert.deepEqual(
      first.former,
      testedObjects().filter((line) => line.startsWith("ClusterRole")),
    );
    const earlier = { ...first, objects: [...objects, "ConfigMap kube-system/theirs"], former };
    assert.deepEqual(contentsOf(made, spec, { earlier, namespaces }).former, [
      former[0],
      "ConfigMap agentgateway-system/agentgateway",
      `RoleBinding.${RBAC} agentgateway-system/agentgateway-local`,
    ]);
  });

  it("depends on the values and not on their order, and values of both kinds reach the chart", () => {
    const digest = (values: object, otherValues: object = {}) =>
      digestOf(controlPlaneSpec.parse({ values, otherValues }));
    const podLabels = { a: "1", b: "2" };
    const resources = { limits: { memory: "1Gi" } };
    assert.equal(digest({ podLabels, resources }), digest({ resources, podLabels: { b: "2", a: "1" } }));
    assert.notEqual(digest({ podLabels }), digest({ podLabels: { a: "1" } }));
    assert.notEqual(digest({}), digest({}, { rbac: {} }));
    const parsed = controlPlaneSpec.parse({ values: { podLabels }, otherValues: { rbac: { create: true } } });
    assert.partialDeepStrictEqual(valuesOfChart({ controlPlane: parsed }), { podLabels, rbac: { create: true } });
  });
});
