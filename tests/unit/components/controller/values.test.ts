import assert from "node:assert/strict";
import { childApplications } from "../../../../components/application/children";
import { appProjects } from "../../../../components/application/projects";
import { rootApplication } from "../../../../components/application/root";
import { managerAccess } from "../../../../components/cluster/rbac";
import { serviceAccount } from "../../../../components/cluster/subject";
import { chartRights, type ChartRights } from "../../../../components/controller/contents/rights";
import { chartKinds } from "../../../../components/controller/values/kinds";
import { selectsNamespace } from "../../../../components/controller/values/selectors";
import type { KubernetesObject } from "../../../../kube/object";
import type { PlainObject } from "../../../../core/merge";
import { environment } from "../../../../dev/support/environment";

/** By which its pods meet Pod Security `restricted`. */
const podSecurityContext = { seccompProfile: { type: "RuntimeDefault" } };

const sourcesOf = (controlPlane?: PlainObject) =>
  childApplications(environment({ ...(controlPlane && { controlPlane }) })).map(
    ({ spec }) => (spec as { source: { chart?: string; targetRevision: string; helm?: object } }).source,
  );

describe("the control plane that a stack installs", () => {
  it("is of its release and has its values, by the Application of the controller alone", () => {
    const values = { controller: { replicaCount: 2 }, serviceAccount: { annotations: { "example.com/role": "a" } } };
    const [bundle, crds, controller] = sourcesOf({ version: "1.4.0", values });
    assert.deepEqual([crds?.chart, crds?.targetRevision, crds?.helm], ["agentgateway-crds", "1.4.0", undefined]);
    assert.deepEqual([controller?.chart, controller?.targetRevision], ["agentgateway", "1.4.0"]);
    assert.deepEqual(controller?.helm, { valuesObject: { podSecurityContext, ...values } });
    assert.deepEqual(bundle, sourcesOf()[0]);
  });

  it("is the tested release by default, with its chart's own values but for the seccomp profile", () => {
    const [, crds, controller] = sourcesOf();
    assert.deepEqual(
      [crds?.targetRevision, controller?.targetRevision, controller?.helm],
      ["1.4.1", "1.4.1", { valuesObject: { podSecurityContext } }],
    );
  });

  it("has another security context where its values say so", () => {
    const helm = (podSecurityContext: PlainObject) => sourcesOf({ values: { podSecurityContext } })[2]?.helm;
    const other = { seccompProfile: { type: "Localhost", localhostProfile: "p.json" } };
    assert.deepEqual(helm(other), { valuesObject: { podSecurityContext: other } });
    assert.deepEqual(helm({ fsGroup: 1 }), {
      valuesObject: { podSecurityContext: { ...podSecurityContext, fsGroup: 1 } },
    });
  });

  it("is patched by the root Application where a stack's configuration says otherwise than Git", () => {
    const deployed = environment({ controlPlane: { values: { resources: { requests: { cpu: "1" } } } } });
    const { source } = rootApplication(deployed, environment()).spec as {
      source: { kustomize: { patches: object[] } };
    };
    assert.deepEqual(source.kustomize.patches, [
      {
        target: { group: "argoproj.io", kind: "Application", name: "agentgateway-test" },
        patch: '- op: add\n  path: /spec/source/helm/valuesObject/resources\n  value:\n    requests:\n      cpu: "1"\n',
      },
    ]);
  });

  it("gives Argo CD the right to what its values bring, in the controller's namespace, and to no more", () => {
    const values = { monitoring: { enabled: true }, controller: { verticalPodAutoscaler: { updatePolicy: {} } } };
    const kinds = chartKinds(environment({ controlPlane: { values } }).controlPlane.values);
    assert.deepEqual(
      kinds.map(({ kind }) => kind),
      ["ServiceMonitor", "PodMonitor", "VerticalPodAutoscaler"],
    );
    const whitelists = (layer: PlainObject) =>
      appProjects(environment(layer)).map(
        ({ spec }) =>
          (spec as { namespaceResourceWhitelist: { group: string; kind: string }[] }).namespaceResourceWhitelist,
      );
    const [root, configuration, published = []] = whitelists({ controlPlane: { values } });
    const [, , usual = []] = whitelists({});
    assert.deepEqual([root, configuration], whitelists({}).slice(0, 2));
    assert.deepEqual(published, [...usual, ...kinds.map(({ group, kind }) => ({ group, kind }))]);

    const access = (chart?: ChartRights) =>
      managerAccess({
        name: "m",
        subject: serviceAccount("ns", "a"),
        namespaces: ["team-a", "agentgateway-system"],
        ownNamespaces: ["team-a", "agentgateway-system"],
        controlPlane: "install",
        chart,
      }) as (KubernetesObject & { rules?: { resources: string[]; verbs: string[] }[] })[];
    const onMonitors = access(chartRights({ values })).flatMap(({ kind, metadata, rules = [] }) =>
      rules
        .filter(({ resources }) => resources.includes("podmonitors"))
        .map(({ verbs }) => [kind, metadata.namespace, verbs.includes("create")]),
    );
    assert.deepEqual(onMonitors, [
      ["ClusterRole", undefined, false],
      ["Role", "agentgateway-system", true],
    ]);
    assert.deepEqual(access(chartRights({ values: {} })), access());
  });

  it("brings none of these kinds where they are switched off", () => {
    assert.deepEqual(chartKinds({ monitoring: { serviceMonitor: { enabled: true } } }), []);
    const monitoring = { enabled: true, serviceMonitor: { enabled: false }, proxy: { podMonitor: { enabled: false } } };
    assert.deepEqual(chartKinds({ monitoring, controller: { verticalPodAutoscaler: {} } }), []);
  });

  it("may look for configuration in namespaces that are selected by their names", () => {
    const name = "kubernetes.io/metadata.name";
    const by = (operator: "In" | "NotIn" | "Exists" | "DoesNotExist", key = name, values?: string[]) => [
      { matchExpressions: [{ key, operator, ...(values && { values }) }] },
    ];
    assert.ok(selectsNamespace([{ matchLabels: { team: "a" } }, { matchLabels: { [name]: "a" } }], "a"));
    assert.ok(selectsNamespace(by("In", name, ["a", "b"]), "a"));
    assert.ok(selectsNamespace(by("NotIn", name, ["b"]), "a"));
    assert.ok(selectsNamespace(by("NotIn", "team", ["b"]), "a"), "a label that is not there is not in a list");
    assert.ok(selectsNamespace(by("Exists"), "a"));
    assert.ok(selectsNamespace(by("DoesNotExist", "team"), "a"));
    assert.ok(selectsNamespace([{}], "a"), "an empty selector selects all");
    assert.ok(!selectsNamespace(by("In", name, ["b"]), "a"));
    assert.ok(!selectsNamespace(by("Exists", "team"), "a"));
    assert.ok(!selectsNamespace([{ matchLabels: { [name]: "a", team: "a" } }], "a"));
  });

  it("is inherited from the catalogue where another stack's is used, and then says nothing", () => {
    const layer = { controlPlane: { values: { resources: {} } } };
    const uses = { cluster: { controlPlane: "existing" } };
    assert.doesNotThrow(() => environment(uses));
    assert.throws(() => environment({ ...layer, ...uses }), /Move it to the stack that installs the control plane/);
  });
});
