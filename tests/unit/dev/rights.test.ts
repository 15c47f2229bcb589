import assert from "node:assert/strict";
import { rightsOf } from "../../../dev/support/rights";

describe("the rights of identities", () => {
  const role = (kind: string, name: string, namespace?: string) => ({
    kind,
    metadata: { name, ...(namespace && { namespace }) },
    rules: [
      { apiGroups: ["", "apps"], resources: ["pods"], verbs: ["list", "get"] },
      { apiGroups: [""], resources: ["secrets"], resourceNames: ["one"], verbs: ["get", "list"] },
    ],
  });
  const binding = (kind: string, of: object, subject: object, metadata: object) => ({
    kind,
    roleRef: of as { kind: string; name: string },
    subjects: [subject as { kind: string; name: string }],
    metadata: { name: "b", ...metadata },
  });
  const ours = { kind: "ServiceAccount", name: "mine", namespace: "ours" };
  const what = "pods, pods.apps; secrets (one)";

  it("are those of the role that is bound, where it is bound", () => {
    const objects = [
      role("ClusterRole", "r"),
      role("Role", "r", "ours"),
      binding("ClusterRoleBinding", { kind: "ClusterRole", name: "r" }, ours, {}),
      binding("RoleBinding", { kind: "Role", name: "r" }, { ...ours, namespace: undefined }, { namespace: "ours" }),
      binding("RoleBinding", { kind: "Role", name: "r" }, ours, { namespace: "theirs" }),
    ];
    assert.deepEqual(rightsOf(objects, ["ours"]), [
      { who: "ours/mine", where: "ours", verbs: "get, list", what },
      { who: "ours/mine", where: "the cluster", verbs: "get, list", what },
    ]);
    assert.deepEqual(rightsOf(objects, ["theirs"]), []);
  });

  it("are also those of everybody, but for what every cluster gives", () => {
    const everybody = { kind: "Group", name: "system:authenticated" };
    const given = { labels: { "kubernetes.io/bootstrapping": "rbac-defaults" } };
    const of = { kind: "ClusterRole", name: "r" };
    const bound = (metadata: object) => binding("ClusterRoleBinding", of, everybody, metadata);
    assert.equal(rightsOf([role("ClusterRole", "r"), bound({})], []).length, 1);
    assert.deepEqual(rightsOf([role("ClusterRole", "r"), bound(given)], []), []);
  });
});
