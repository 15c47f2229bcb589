import assert from "node:assert/strict";
import fc from "fast-check";
import { allowedKinds, isClusterWide, nameOfKind } from "../../../../components/allowedKinds/kinds";
import { kindErrors } from "../../../../components/allowedKinds/refused";
import { allowedKindsSpec, type AllowedKindsSpec } from "../../../../components/allowedKinds/spec";
import { appProjects } from "../../../../components/application/projects";
import { managerAccess } from "../../../../components/cluster/rbac";
import { serviceAccount } from "../../../../components/cluster/subject";
import { scopeOf } from "../../../../components/live/scope";
import { environment } from "../../../../dev/support/environment";

const kinds: AllowedKindsSpec = {
  "ExternalSecret.external-secrets.io": {},
  "ClusterSecretStore.external-secrets.io": { clusterWide: ["vault", "aws"] },
  "Gate.example.com": { resource: "gatez" },
  PersistentVolumeClaim: {},
};

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[];
}

const WRITE = ["create", "update", "patch", "delete"];

function access(allowed: AllowedKindsSpec): { namespace: string | undefined; rules: Rule[] }[] {
  const objects = managerAccess({
    name: "manager",
    subject: serviceAccount("a", "b"),
    namespaces: ["team-a", "agentgateway-system"],
    ownNamespaces: ["team-a", "agentgateway-system"],
    controlPlane: "install",
    allowed: { kinds: allowed, namespace: "team-a" },
  });
  return objects
    .filter(({ rules }) => rules !== undefined)
    .map(({ metadata: { namespace }, rules }) => ({ namespace, rules: rules as Rule[] }));
}

/** The rules that allowing kinds adds, by the namespace of the role. */
function added(allowed: AllowedKindsSpec): Record<string, Rule[]> {
  const before = access({});
  return Object.fromEntries(
    access(allowed).map(({ namespace = "", rules }, index) => {
      const known = before[index]?.rules.map((rule) => JSON.stringify(rule)) ?? [];
      return [namespace, rules.filter((rule) => !known.includes(JSON.stringify(rule)))];
    }),
  );
}

const projectsOf = (allowed: AllowedKindsSpec) =>
  appProjects(environment({ allowedKinds: allowed })).map(({ spec }) => spec as Record<string, object[]>);

describe("kinds that a stack allows", () => {
  it("have a group, and a plural that can be given", () => {
    assert.deepEqual(
      allowedKinds({
        ...kinds,
        "InferencePool.inference.networking.k8s.io": {},
        "Policy.kyverno.io": {},
        "Gateway.example.com": {},
        "StorageClass.storage.k8s.io": { clusterWide: ["fast"] },
        "Prometheus.monitoring.coreos.com": {},
        "Mesh.example.com": {},
      }).map(({ group, resource, names }) => [resource, group, ...(names ?? [])].join(" ")),
      [
        "clustersecretstores external-secrets.io aws vault",
        "externalsecrets external-secrets.io",
        "gatez example.com",
        "gateways example.com",
        "inferencepools inference.networking.k8s.io",
        "meshes example.com",
        "persistentvolumeclaims ",
        "policies kyverno.io",
        "prometheuses monitoring.coreos.com",
        "storageclasses storage.k8s.io fast",
      ],
    );
  });

  it("widen the project of what Git describes, and no other", () => {
    const [root, configuration, published] = projectsOf(kinds);
    const [rootBefore, before, publishedBefore] = projectsOf({});
    assert.deepEqual([root, published], [rootBefore, publishedBefore]);
    const { clusterResourceWhitelist, namespaceResourceWhitelist, ...rest } = configuration as Record<string, object[]>;
    const { clusterResourceWhitelist: wide, namespaceResourceWhitelist: within, ...restBefore } = before!;
    assert.deepEqual(rest, restBefore);
    assert.deepEqual(clusterResourceWhitelist, [
      ...wide!,
      { group: "external-secrets.io", kind: "ClusterSecretStore", name: "aws" },
      { group: "external-secrets.io", kind: "ClusterSecretStore", name: "vault" },
    ]);
    assert.deepEqual(namespaceResourceWhitelist, [
      ...within!,
      { group: "external-secrets.io", kind: "ExternalSecret" },
      { group: "example.com", kind: "Gate" },
      { group: "", kind: "PersistentVolumeClaim" },
    ]);
  });

  it("may be written in the environment's namespace, the cluster-wide ones by name", () => {
    const read = ["get", "list", "watch"];
    const rule = (group: string, resource: string, verbs: string[], names?: string[]) => ({
      apiGroups: [group],
      resources: [resource],
      ...(names && { resourceNames: names }),
      verbs,
    });
    assert.deepEqual(added(kinds), {
      "": [
        rule("external-secrets.io", "externalsecrets", read),
        rule("example.com", "gatez", read),
        rule("", "persistentvolumeclaims", read),
        rule("external-secrets.io", "clustersecretstores", read),
        rule("external-secrets.io", "clustersecretstores", WRITE, ["aws", "vault"]),
      ],
      "team-a": [
        rule("external-secrets.io", "externalsecrets", WRITE),
        rule("example.com", "gatez", WRITE),
        rule("", "persistentvolumeclaims", WRITE),
      ],
      "agentgateway-system": [],
    });
  });

  it("never reach beyond what is named", () => {
    const name = fc.constantFrom(
      ...Object.keys(kinds),
      "Secret",
      "Pod",
      "CronJob.batch",
      "Role.rbac.authorization.k8s.io",
      "Application.argoproj.io",
      "Widget.example.com",
    );
    const entry = fc.oneof(
      fc.constant({}),
      fc.record({ clusterWide: fc.array(fc.constantFrom("a", "b.c"), { minLength: 1 }) }),
    );
    fc.assert(
      fc.property(fc.dictionary(name, entry), (given) => {
        const spec = allowedKindsSpec.parse(given);
        fc.pre(kindErrors(spec).length === 0);
        for (const { namespace, rules } of access(spec))
          for (const { apiGroups, resources, verbs, resourceNames } of rules) {
            assert.ok(![...apiGroups, ...resources, ...verbs].includes("*"));
            assert.ok(!(apiGroups.includes("") && resources.some((each) => ["secrets"].includes(each))));
            const writes = verbs.some((verb) => WRITE.includes(verb));
            assert.ok(namespace !== undefined || !writes || resourceNames!.length > 0);
          }
        assert.deepEqual(added(spec)["agentgateway-system"], []);
        const [, configuration] = projectsOf(spec);
        for (const each of configuration!.clusterResourceWhitelist as { name?: string; kind: string }[])
          assert.ok(each.name !== undefined && each.kind !== "*");
      }),
    );
  });

  it("are known by their objects", () => {
    const store = {
      apiVersion: "external-secrets.io/v1",
      kind: "ClusterSecretStore",
      metadata: { name: "vault" },
    };
    assert.equal(nameOfKind(store), "ClusterSecretStore.external-secrets.io");
    assert.equal(nameOfKind({ apiVersion: "v1", kind: "PersistentVolumeClaim" }), "PersistentVolumeClaim");
    assert.deepEqual(
      [store, { ...store, kind: "ExternalSecret" }, { ...store, apiVersion: "v1" }].map((each) =>
        isClusterWide(each, kinds),
      ),
      [true, false, false],
    );
  });

  it("are looked for where drift is", () => {
    assert.deepEqual(scopeOf(environment({ allowedKinds: kinds }), "").kinds, [
      { group: "external-secrets.io", kind: "ExternalSecret" },
      { group: "example.com", kind: "Gate" },
      { group: "", kind: "PersistentVolumeClaim" },
    ]);
    assert.ok(!("kinds" in scopeOf(environment(), "")));
  });
});
