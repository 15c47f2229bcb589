import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { assessApplications } from "../../../../cli/drift/argocd/application";
import { assessDeployed } from "../../../../cli/drift/argocd/objects";
import { assessProjects } from "../../../../cli/drift/argocd/projects";
import { childApplications } from "../../../../components/application/children";
import { appProjects } from "../../../../components/application/projects";
import { protection } from "../../../../components/application/protection";
import { rootApplication } from "../../../../components/application/root";
import { exclusiveObjects } from "../../../../components/cluster/exclusiveObjects";
import { secretsPath } from "../../../../components/cluster/registration";
import { applicationsOf } from "../../../../cli/status/read";
import { allows, looksAt, type PartContainer } from "../../../../components/argocd/existing/applicationNamespaces";
import { markOf, nameInMark } from "../../../../components/argocd/tracking";
import { argocdNamespace } from "../../../../components/argocd/namespace";
import { scopeOf } from "../../../../components/live/scope";
import { repositories } from "../../../../components/repository/build";
import { renderTree } from "../../../../gitops/tree";
import { environment } from "../../../../dev/support/environment";

describe("an Argo CD in a namespace of another name", () => {
  const argo = (namespace: string) =>
    environment({ argocd: { mode: "existing", namespace }, cluster: { name: "test" } });
  const elsewhere = argo("openshift-gitops");

  it("has everything that is said to it in that namespace, and nothing else changes", () => {
    const said = (namespace: string) => {
      const desired = argo(namespace);
      const objects = [
        ...childApplications(desired),
        rootApplication(desired),
        ...appProjects(desired),
        ...protection(desired, "another stack"),
        ...Object.values(repositories(desired.repository, desired.sources, namespace)),
        ...exclusiveObjects(desired).hub,
      ];
      return JSON.stringify(objects);
    };
    assert.ok(said("here-it-runs").includes('"namespace":"here-it-runs"'));
    assert.equal(said("here-it-runs").replaceAll("here-it-runs", "argocd"), said("argocd"));
  });

  it("has its files in Git name that namespace", () => {
    const texts = [...renderTree({ base: elsewhere, environments: [elsewhere] })]
      .filter(([path]) => path.startsWith("app-of-apps/") || path === "repo.yml")
      .map(([, text]) => text);
    assert.ok(texts.length >= 6 && !texts.some((text) => /namespace: argocd$/m.test(text)), texts.join());
  });

  it("is where objects are looked for and reported, and older stacks' records mean argocd", () => {
    const scope = scopeOf(elsewhere, "");
    const facts = { scope, desiredProjects: appProjects(elsewhere), projects: [] };
    const [found] = assessProjects({ ...facts, ...nothing });
    assert.equal(found?.where, "AppProject openshift-gitops/agentgateway-infra-root-test");
    assert.ok(!("argocdNamespace" in scopeOf(environment(), "")));
    assert.equal(argocdNamespace(scopeOf(environment(), "")), "argocd");
    assert.match(secretsPath("openshift-gitops", "cluster"), /^\/api\/v1\/namespaces\/openshift-gitops\/secrets\?/);
  });
});

describe("Applications in another namespace than their Argo CD's", () => {
  const at = (applicationNamespace?: string) =>
    environment({
      argocd: { mode: "existing", namespace: "argo", ...(applicationNamespace && { applicationNamespace }) },
      cluster: { name: "test" },
    });
  const beside = at("team-a");
  const allOf = (desired: typeof beside) => [rootApplication(desired), ...childApplications(desired)];

  it("are there, all of them, and their projects let them be; all else is Argo CD's as before", () => {
    const places = new Set(allOf(beside).map(({ metadata }) => metadata.namespace));
    assert.deepEqual([...places], ["team-a"]);
    const [root] = appProjects(beside);
    assert.deepEqual((root!.spec as { destinations: object[] }).destinations, [
      { server: "https://kubernetes.default.svc", namespace: "team-a" },
    ]);
    const { destination } = rootApplication(beside).spec as { destination: object };
    assert.deepEqual(destination, { server: "https://kubernetes.default.svc", namespace: "team-a" });
    const projects = appProjects(beside);
    assert.ok(projects.every(({ metadata }) => metadata.namespace === "argo"));
    assert.ok(projects.every(({ spec }) => isDeepStrictEqual((spec as Sourced).sourceNamespaces, ["team-a"])));
    const { hub } = exclusiveObjects(beside);
    assert.equal(hub.find(({ kind }) => kind === "Secret")?.metadata.namespace, "argo");
    assert.match(JSON.stringify(protection(beside, "somebody else")), /kubectl patch application -n team-a /);
  });

  it("are as without the field where it names Argo CD's own", () => {
    assert.deepEqual(allOf(at("argo")), allOf(at()));
    assert.deepEqual(appProjects(at("argo")), appProjects(at()));
  });

  it("are looked for and reported there, and their projects in Argo CD's", () => {
    const facts = {
      ...{ scope: scopeOf(beside, ""), projects: [] },
      ...{ ...nothing, desiredProjects: appProjects(beside), desiredApplications: allOf(beside) },
    };
    assert.equal(assessProjects(facts)[0]?.where, "AppProject argo/agentgateway-infra-root-test");
    assert.equal(assessApplications(facts)[0]?.where, "Application team-a/agentgateway-infra-root-test");
    assert.equal(applicationsOf(beside).namespace, "team-a");
    assert.ok(!("applicationNamespace" in scopeOf(at(), "")));
  });

  it("are named with it in a command of Argo CD's, and without it in its own namespace", () => {
    const remedy = (namespace: string) => {
      const application = { apiVersion: "x", kind: "Application", metadata: { name: "a", namespace }, spec: {} };
      const resource = { kind: "ConfigMap", name: "c", requiresPruning: true };
      const ref = { apiVersion: "v1", kind: "ConfigMap", name: "c" };
      return assessDeployed({ ref, application, resource }, { ...nothing, scope: scopeOf(beside, "") })[0]?.remedy;
    };
    assert.match(remedy("team-a") ?? "", /argocd app sync team-a\/a --prune$/);
    assert.match(remedy("argo") ?? "", /argocd app sync a --prune$/);
  });

  it("have a mark with that namespace, from which the name is read again", () => {
    assert.equal(markOf({ name: "a", namespace: "team-a" }, "argo"), "team-a_a");
    assert.equal(markOf({ name: "a" }, "argo"), "a");
    const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/);
    fc.assert(
      fc.property(name, name, name, (application, namespace, argocd) => {
        const mark = markOf({ name: application, namespace }, argocd);
        assert.equal(nameInMark(mark), application);
        assert.equal(mark === application, namespace === argocd);
      }),
    );
  });
});

interface Sourced {
  sourceNamespaces?: string[];
}

describe("where an Argo CD looks at Applications", () => {
  const of = (controller: PartContainer, parameters: Record<string, string> = {}) =>
    looksAt([["application-controller", [controller]]], parameters).map(({ patterns }) => patterns);

  it("is what its parts are told: by a flag, else a variable, else the setting", () => {
    const parameters = { "application.namespaces": "team-a, team-b" };
    assert.deepEqual(of({}, parameters), [
      ["team-a", "team-b"],
      ["team-a", "team-b"],
    ]);
    const env = [{ name: "ARGOCD_APPLICATION_NAMESPACES", value: "team-c" }];
    assert.deepEqual(of({ env }, parameters)[1], ["team-c"]);
    for (const words of [["--application-namespaces=x,y"], ["--application-namespaces", "x,y"]])
      assert.deepEqual(of({ env, command: ["argocd"], args: words }, parameters)[1], ["x", "y"]);
    // Of the setting, by the manifests of the release.
    assert.deepEqual(of({ env: [{ name: "ARGOCD_APPLICATION_NAMESPACES" }] }, parameters)[1], ["team-a", "team-b"]);
    assert.deepEqual(of({}), [[], []]);
  });

  it("is by name, wildcard or regular expression", () => {
    const allowed = (...patterns: string[]) => allows(patterns, "team-a");
    assert.deepEqual(
      [["team-a"], ["x", "team-*"], ["team-?"], ["*"], ["/^team-(a|b)$/"], ["/(/"]].map((each) => allowed(...each)),
      [true, true, true, true, true, true],
    );
    assert.deepEqual(
      [[], ["team"], ["team-ab"], ["/^b/"], ["eam-a"]].map((each) => allowed(...each)),
      [false, false, false, false, false],
    );
  });
});

const nothing = {
  desiredApplications: [],
  desiredObjects: [],
  applications: [],
  live: new Map(),
  inNamespace: [],
  besides: [],
};
