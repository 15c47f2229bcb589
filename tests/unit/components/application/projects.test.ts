import assert from "node:assert/strict";
import { appProjects } from "../../../../components/application/projects";
import { childApplications } from "../../../../components/application/children";
import { environment } from "../../../../dev/support/environment";

describe("the component Applications", () => {
  it("come in waves: CRDs, controller, configuration", () => {
    const children = childApplications(
      environment({ cluster: { name: "stage" }, argocd: { mode: "existing" } }, "stage"),
    );
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

  it("are the configuration alone where the control plane exists, and no project lets them bring more", () => {
    const second = environment(
      { cluster: { name: "stage", controlPlane: "existing" }, argocd: { mode: "existing" } },
      "qa",
    );
    const first = environment({ cluster: { name: "stage" }, argocd: { mode: "existing" } }, "qa");
    assert.deepEqual(childApplications(second), childApplications(first).slice(-1));
    assert.deepEqual(appProjects(second), appProjects(first).slice(0, 2));
    assert.deepEqual(
      [...childApplications(second), ...appProjects(second)].map(({ metadata }) => metadata.name),
      ["agentgateway-configs-qa", "agentgateway-infra-root-qa", "agentgateway-infra-qa"],
    );
  });

  it("leave out Gateway API where somebody else brings it, and the project does not let them bring it", () => {
    const all = environment({}, "qa");
    const without = environment({ cluster: { gatewayApi: "existing" } }, "qa");
    assert.deepEqual(childApplications(without), childApplications(all).slice(1));
    assert.deepEqual(appProjects(without).slice(0, 2), appProjects(all).slice(0, 2));
    const published = (each: typeof all) =>
      appProjects(each)[2]?.spec as { sourceRepos: string[]; clusterResourceWhitelist: { name: string }[] };
    const [before, after] = [published(all), published(without)];
    assert.deepEqual(
      before.sourceRepos.filter((each) => !after.sourceRepos.includes(each)),
      [all.sources.gatewayApi],
    );
    const names = (project: typeof before) => project.clusterResourceWhitelist.map(({ name }) => name);
    assert.deepEqual(
      names(before).filter((name) => !names(after).includes(name)),
      [
        "*.gateway.networking.k8s.io",
        "safe-upgrades.gateway.networking.k8s.io",
        "safe-upgrades.gateway.networking.k8s.io",
      ],
    );
    assert.deepEqual(names(after), [
      "agentgateway-system",
      "*.agentgateway.dev",
      "agentgateway-agentgateway-system",
      "agentgateway-role-agentgateway-system",
    ]);
  });

  it("bring roles and CRDs only from what others publish, and by name", () => {
    const [root, configuration, published] = appProjects(environment()).map(
      ({ spec }) => spec as { sourceRepos: string[]; clusterResourceWhitelist?: { kind: string; name?: string }[] },
    );
    const git = environment().repository.url;
    assert.equal(root?.clusterResourceWhitelist, undefined);
    assert.deepEqual(configuration?.sourceRepos, [git]);
    assert.deepEqual(configuration?.clusterResourceWhitelist, [
      { group: "", kind: "Namespace", name: "agentgateway-test" },
    ]);
    assert.ok(!published?.sourceRepos.includes(git));
    assert.ok(published?.clusterResourceWhitelist?.every(({ name }) => name !== undefined && name !== "*"));
  });

  it("may not touch Secrets, nor Argo CD's own namespace", () => {
    const [root, configuration, published] = appProjects(environment()).map(
      ({ spec }) => spec as Record<string, { kind: string; namespace: string }[]>,
    );
    assert.deepEqual(root?.namespaceResourceWhitelist, [{ group: "argoproj.io", kind: "Application" }]);
    assert.equal(root?.clusterResourceWhitelist, undefined);
    for (const project of [configuration, published]) {
      assert.ok(project?.destinations?.every(({ namespace }) => namespace !== "argocd"));
      assert.ok(project?.namespaceResourceWhitelist?.every(({ kind }) => kind !== "Secret"));
    }
  });
});
