import assert from "node:assert/strict";
import { assessProjects } from "../../../../cli/drift/argocd/projects";
import { childApplications } from "../../../../components/application/children";
import { appProjects } from "../../../../components/application/projects";
import { protection } from "../../../../components/application/protection";
import { rootApplication } from "../../../../components/application/root";
import { exclusiveObjects } from "../../../../components/cluster/exclusiveObjects";
import { secretsPath } from "../../../../components/cluster/registration";
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

const nothing = {
  desiredApplications: [],
  desiredObjects: [],
  applications: [],
  live: new Map(),
  inNamespace: [],
  besides: [],
};
