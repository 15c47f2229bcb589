import assert from "node:assert/strict";
import { childApplications } from "../../../../components/application/children";
import { appProjects } from "../../../../components/application/projects";
import { rootApplication, rootName } from "../../../../components/application/root";
import type { KubernetesObject } from "../../../../kube/object";
import { isSettling, type LiveApplication } from "../../../../cli/drift/argocd/application";
import type { ArgoCdFacts } from "../../../../cli/drift/argocd/facts";
import { assessHealed } from "../../../../cli/drift/argocd/healed";
import { assessArgoCd } from "../../../../cli/drift/argocd/assess";
import { scopeOf } from "../../../../components/live/scope";
import { report } from "../../../../cli/drift/finding";
import type { LiveObject } from "../../../../kube/live";
import { refKey } from "../../../../kube/ref";
import { reportText } from "../../../../cli/drift/text";
import { environment as test } from "../../../../dev/support/environment";

const environment = test({ existingSecrets: ["declared"], existingServices: { "legacy-api": [80] } });
const desiredApplications = [rootApplication(environment), ...childApplications(environment)];
const projects = appProjects(environment);
const configs = desiredApplications.at(-1)!.metadata.name;
const route: KubernetesObject = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: "openai" },
  spec: { hostnames: ["a"], rules: [{ name: "spoken-of" }] },
};
const routeKey = refKey({ ...route, name: "openai", namespace: environment.namespace });

const APPLICATION = { apiVersion: "argoproj.io/v1alpha1", kind: "Application" };

type Change = (facts: World) => void;
interface World {
  applications: LiveApplication[];
  projects: LiveObject[];
  route: LiveObject | undefined;
  resource: Record<string, unknown>;
  inNamespace: string[];
  besides: InNamespace[];
}

type InNamespace = ArgoCdFacts["besides"][number];

/** An object of the namespace that one field manager has made. */
function byHand(kind: string, name: string, manager = "kubectl-create"): InNamespace {
  const managedFields = [{ manager, time: "2026-11-24T21:04:00Z", fieldsV1: { "f:data": { "f:x": {} } } }];
  const live = { apiVersion: "v1", kind, metadata: { name, managedFields } };
  return { apiVersion: "v1", kind, namespace: environment.namespace, name, live };
}

/** An environment in which all is as described, and then changed. */
function facts(change: Change = () => undefined): ArgoCdFacts {
  const world: World = {
    resource: {
      group: "gateway.networking.k8s.io",
      version: "v1",
      kind: "HTTPRoute",
      name: "openai",
      status: "Synced",
    },
    applications: structuredClone(desiredApplications).map((object) => ({
      ...(object as unknown as LiveApplication),
      status: { sync: { status: "Synced" }, health: { status: "Healthy" } },
    })),
    projects: structuredClone(projects),
    route: structuredClone(route),
    inNamespace: ["openai"],
    besides: [
      byHand("ConfigMap", "kube-root-ca.crt", "kubectl-edit"),
      byHand("ConfigMap", "made-by-kubernetes", "kube-controller-manager"),
      byHand("Secret", "openai-secret", "pulumi-kubernetes-ff1e"),
      byHand("ConfigMap", "jwks-store-1a2b", "agentgateway"),
      byHand("Secret", "declared"),
      byHand("Secret", "spoken-of"),
      byHand("Service", "legacy-api"),
    ],
  };
  change(world);
  // Argo CD compares what is there, whoever has written it.
  for (const { spec, status } of world.applications)
    if (status?.sync) status.sync.comparedTo = { source: (spec as { source: object }).source };
  const child = world.applications.find(({ metadata }) => metadata.name === configs);
  if (child?.status) child.status.resources = [{ ...world.resource, namespace: environment.namespace } as never];
  return {
    scope: scopeOf(environment, "https://cluster.example.com"),
    desiredApplications,
    desiredProjects: projects,
    desiredObjects: [route],
    applications: world.applications,
    projects: world.projects,
    live: new Map(world.route ? [[routeKey, world.route]] : []),
    besides: world.besides,
    inNamespace: world.inNamespace.map((name) => ({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      namespace: environment.namespace,
      name,
    })),
  };
}

const reported = (change?: Change) => assessArgoCd(facts(change)).map(({ where, what }) => `${where} ${what}`);
const named = (world: World, name: string) => world.applications.find(({ metadata }) => metadata.name === name)!;
const edited = (field: string) => [
  { manager: "kubectl-edit", time: "2026-11-24T21:04:00Z", fieldsV1: { "f:spec": { [`f:${field}`]: {} } } },
];

describe("drift: Argo CD and what it deploys", () => {
  it("has nothing to say where all is as described", () => assert.deepEqual(reported(), []));

  const cases: [string, Change, RegExp][] = [
    [
      "an Application that is paused",
      (world) => delete named(world, configs).spec.syncPolicy!.automated,
      /syncPolicy\.automated was removed \(desired: .*\): it is paused/,
    ],
    [
      "one whose automated sync is switched off by a field of its own",
      (world) => (named(world, configs).spec.syncPolicy!.automated!.enabled = false),
      /automated\.enabled was added \(live: false\): it is paused/,
    ],
    [
      "one that does not heal itself any more",
      (world) => (named(world, configs).spec.syncPolicy!.automated!.selfHeal = false),
      /selfHeal was changed from true to false: Argo CD no longer reverts changes in the cluster/,
    ],
    [
      "one that Argo CD was told to leave alone",
      (world) =>
        (named(world, configs).metadata.managedFields = [
          {
            manager: "kubectl-annotate",
            fieldsV1: { "f:metadata": { "f:annotations": { "f:argocd.argoproj.io/skip-reconcile": {} } } },
          },
        ]),
      /skip-reconcile"\] was set: Argo CD leaves it alone altogether/,
    ],
    [
      "one that deploys another branch",
      (world) => ((named(world, configs).spec as { source?: Record<string, string> }).source!.targetRevision = "mine"),
      /spec\.source\.targetRevision was changed from "dev" to "mine": it deploys something else/,
    ],
    [
      "one that is gone",
      (world) => (world.applications = world.applications.filter(({ metadata }) => metadata.name !== configs)),
      /agentgateway-configs-test is gone/,
    ],
    [
      "one that is being deleted",
      (world) => (named(world, configs).metadata.deletionTimestamp = "2026-11-24T21:04:00Z"),
      /is being deleted/,
    ],
    [
      "one that can't be compared",
      (world) =>
        (named(world, configs).status = {
          sync: { status: "Unknown" },
          conditions: [{ type: "ComparisonError", message: "authentication required" }],
        }),
      /is Unknown.*ComparisonError: authentication required/,
    ],
    [
      "a stranger in our project",
      (world) =>
        world.applications.push({
          ...APPLICATION,
          metadata: { name: "evil" },
          spec: { project: projects[1]!.metadata.name, destination: { name: "elsewhere" } },
        }),
      /Application argocd\/evil is not described, and is in the project/,
    ],
    [
      "a stranger that deploys into our namespace",
      (world) =>
        world.applications.push({
          ...APPLICATION,
          metadata: { name: "evil" },
          spec: {
            project: "theirs",
            destination: { server: "https://cluster.example.com", namespace: environment.namespace },
          },
        }),
      /evil is not described, and deploys into agentgateway-test/,
    ],
    [
      "a stranger in the locked project",
      (world) =>
        world.applications.push({
          ...APPLICATION,
          metadata: { name: "lost" },
          spec: { project: "default", destination: { name: "elsewhere", namespace: "elsewhere" } },
        }),
      /lost is not described, and is in the project default, which allows nothing/,
    ],
    [
      "a project that allows more",
      (world) => (world.projects[1]!.spec as { sourceRepos: string[] }).sourceRepos.push("*"),
      /AppProject argocd\/agentgateway-infra-test spec\.sourceRepos was changed/,
    ],
    [
      "a project with roles that nobody described",
      (world) => ((world.projects[0]!.spec as { roles?: object[] }).roles = [{ name: "admin" }]),
      /spec\.roles was added/,
    ],
    ["a project that is gone", (world) => world.projects.shift(), /AppProject .* is gone/],
    [
      "an object that differs from Git, field by field",
      (world) => {
        world.resource.status = "OutOfSync";
        world.route!.spec = { hostnames: ["b"] };
      },
      /HTTPRoute agentgateway-test\/openai spec\.hostnames\[0\] was changed/,
    ],
    [
      "an object with something in it that Git does not mention",
      (world) => (world.route!.metadata.managedFields = edited("rules")),
      /spec\.rules was set/,
    ],
    [
      "an object that differs and of which no more is known",
      (world) => (world.resource.status = "OutOfSync"),
      /is OutOfSync: not as Git says/,
    ],
    [
      "an object that does not work",
      (world) => (world.resource.health = { status: "Degraded", message: "no such Secret" }),
      /does not work: no such Secret/,
    ],
    ["an object that is gone", (world) => (world.route = undefined), /openai is gone/],
    ["an object that Git has no more", (world) => (world.resource.requiresPruning = true), /is no longer in Git/],
    [
      "an object that no Application deploys",
      (world) => world.inNamespace.push("backdoor"),
      /HTTPRoute agentgateway-test\/backdoor is not described/,
    ],
    [
      "an object that somebody made by hand",
      (world) => world.besides.push(byHand("ConfigMap", "notes")),
      /ConfigMap agentgateway-test\/notes is not described: somebody made it/,
    ],
    [
      "a workload by hand, of which a controller keeps account",
      (world) => {
        const created = byHand("Deployment", "miner");
        created.live.metadata.managedFields!.push(
          { manager: "kube-controller-manager", fieldsV1: { "f:metadata": { "f:annotations": { "f:revision": {} } } } },
          { manager: "kube-controller-manager", subresource: "status", fieldsV1: { "f:status": { "f:x": {} } } },
        );
        world.besides.push(created);
      },
      /Deployment agentgateway-test\/miner is not described/,
    ],
  ];
  for (const [title, change, expected] of cases) {
    it(`names ${title}, and nothing else`, () => {
      const all = reported(change);
      assert.equal(all.length, 1, all.join("\n"));
      assert.match(all[0]!, expected);
    });
  }

  it("leaves alone what others own, and what programs make that the stack knows", () => {
    const owned = byHand("Pod", "of-a-deployment", "somebody");
    owned.live.metadata.ownerReferences = [{ kind: "ReplicaSet", name: "a" }];
    const edited = byHand("Secret", "of-pulumi", "kubectl-patch");
    edited.live.metadata.managedFields!.push({
      manager: "pulumi-kubernetes-ff1e",
      fieldsV1: { "f:data": { "f:y": {} } },
    });
    const mesh = byHand("ConfigMap", "mesh-ca", "pilot-discovery");
    const world = facts(({ besides }) => besides.push(owned, edited, mesh));
    assert.deepEqual(
      assessArgoCd(world).map(({ where, by, at }) => [where, by, at]),
      [["ConfigMap agentgateway-test/mesh-ca", "pilot-discovery", "2026-11-24T21:04:00Z"]],
    );
    assert.deepEqual(assessArgoCd({ ...world, scope: { ...world.scope, managers: ["pilot-discovery"] } }), []);
  });

  it("leaves the locked project to the stack that has it", () => {
    const lost = (world: World) =>
      world.applications.push({
        ...APPLICATION,
        metadata: { name: "lost" },
        spec: { project: "default", destination: {} },
      });
    assert.equal(assessArgoCd(facts(lost)).length, 1);
    const world = facts(lost);
    assert.deepEqual(assessArgoCd({ ...world, scope: { ...world.scope, ownsArgoCd: false } }), []);
  });

  it("tells of an Application's state only where nothing explains it", () => {
    const outOfSync = (world: World) => {
      named(world, configs).status = { sync: { status: "OutOfSync" }, health: { status: "Healthy" } };
      named(world, rootName(environment)).status = { sync: { status: "Synced" }, health: { status: "Progressing" } };
    };
    assert.deepEqual(reported(outOfSync), [`Application argocd/${configs} is OutOfSync, Healthy`]);
    const explained = reported((world) => {
      outOfSync(world);
      world.resource.status = "OutOfSync";
    });
    assert.deepEqual(explained, ["HTTPRoute agentgateway-test/openai is OutOfSync: not as Git says"]);
  });

  it("looks again while Argo CD is at work, and not where it never will be", () => {
    const [, child] = facts().applications;
    const at = (status: LiveApplication["status"], spec = child!.spec) => isSettling({ ...child!, spec, status });
    const outOfSync = { sync: { status: "OutOfSync" }, health: { status: "Healthy" } };
    assert.ok(at(outOfSync));
    assert.ok(!at(outOfSync, { ...child!.spec, syncPolicy: {} }), "paused");
    assert.ok(at({ sync: { status: "Synced" }, health: { status: "Progressing" } }));
    assert.ok(!at({ sync: { status: "Synced" }, health: { status: "Degraded" } }));
    assert.ok(!at({ sync: { status: "Synced" }, health: { status: "Healthy" } }));
  });

  it("tells of what was put right of late, which is no drift", () => {
    const resources = [{ kind: "HTTPRoute", namespace: "ns", name: "openai" }];
    const world = facts(({ applications }) => {
      applications[1]!.status!.operationState = {
        phase: "Succeeded",
        finishedAt: "2026-11-24T21:04:00Z",
        operation: { sync: { autoHealAttemptsCount: 1, resources } },
      };
    });
    const healed = assessHealed(world, new Date("2026-11-24T22:00:00Z"));
    assert.deepEqual(healed, [
      {
        where: "HTTPRoute ns/openai",
        what: "was not as Git says, and Argo CD has put it right",
        at: "2026-11-24T21:04:00Z",
      },
    ]);
    assert.deepEqual(assessHealed(world, new Date("2026-11-26T22:00:00Z")), []);
    world.applications[1]!.metadata.creationTimestamp = "2026-11-24T21:00:00Z";
    assert.deepEqual(assessHealed(world, new Date("2026-11-24T22:00:00Z")), [], "it was being deployed");
    const text = reportText(report("test", assessArgoCd(world), healed));
    assert.match(text, /^test: no drift\.\n\nOver already\n {2}HTTPRoute ns\/openai/);
  });

  it("writes a report that says where, what, who, when and what to do", () => {
    const findings = assessArgoCd(facts((world) => (world.route!.metadata.managedFields = edited("rules"))));
    assert.match(
      reportText(report("test", findings, [])),
      /^test: 1 difference\.\n\nArgo CD and what it deploys\n {2}HTTPRoute agentgateway-test\/openai\n {4}spec\.rules was set \(live: \[\{"name":"spoken-of"\}\]\) \(by kubectl-edit at 2026-11-24T21:04:00Z\)\n {4}Argo CD leaves alone/,
    );
  });
});
