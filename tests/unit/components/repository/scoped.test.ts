import assert from "node:assert/strict";
import { scopedRepositories, type KnownRepository } from "../../../../components/repository/scoped";
import type { PlainObject } from "../../../../core/merge";
import { SecretValue } from "../../../../core/secret";
import { environment } from "../../../../dev/support/environment";

const url = "https://git.example.com/platform.git";
const charts = "cr.agentgateway.dev/charts";
const password = new SecretValue("canary");

function registered(layer: PlainObject, known: KnownRepository[] | undefined = []) {
  const desired = environment({ argocd: { mode: "existing", namespace: "argo" }, ...layer }, "stage");
  return scopedRepositories(desired, known);
}

function shown(layer: PlainObject, known?: KnownRepository[]) {
  const { secrets } = registered(layer, known);
  return Object.values(secrets).map(({ object, entries }) => [
    `${object.metadata.namespace}/${object.metadata.name}`,
    (object.stringData as { project: string }).project,
    entries.map(({ key }) => key).join(),
  ]);
}

const CHARTS = ["argo/agentgateway-charts-stage", "agentgateway-infra-published-stage", ""];

describe("repositories in an Argo CD that exists", () => {
  it("are told what is more than an address, for the environment's AppProjects alone", () => {
    assert.deepEqual(shown({ repository: { url } }), [CHARTS]);
    assert.deepEqual(shown({ repository: { url, password } }), [
      ["argo/agentgateway-infra-root-repo-stage", "agentgateway-infra-root-stage", "password"],
      ["argo/agentgateway-infra-repo-stage", "agentgateway-infra-stage", "password"],
      CHARTS,
    ]);
    assert.deepEqual(shown({ repository: { url, existingSecret: "theirs" } }), [CHARTS]);
    assert.deepEqual(shown({ repository: { url }, cluster: { controlPlane: "existing" } }), []);
  });

  it("have credentials of the templates that fit them, and the template itself is not written", () => {
    const credentials = {
      mirror: { url: "oci://mirror.example.com/", username: "u", password },
      git: { url: "https://git.example.com/", password },
    };
    const layer = {
      repository: { url },
      sources: { charts: "oci://mirror.example.com/charts", gatewayApi: "https://git.example.com/gateway-api.git" },
      argocd: { mode: "existing", namespace: "argo", credentials },
    };
    assert.deepEqual(
      shown(layer).map(([name, , keys]) => `${name} ${keys}`),
      [
        "argo/agentgateway-infra-root-repo-stage password",
        "argo/agentgateway-infra-repo-stage password",
        "argo/agentgateway-charts-stage password",
        "argo/agentgateway-gateway-api-stage password",
      ],
    );
  });

  it("are left as they are where it knows them, and that is reported where credentials stay unused", () => {
    const theirs = { secret: "theirs", url: "https://git.example.com/Platform" };
    const known = [theirs, { secret: "charts", url: charts }];
    assert.deepEqual(shown({ repository: { url, password } }, known), []);
    assert.deepEqual(registered({ repository: { url, password } }, known).unused, [
      { path: "repository", secret: "theirs" },
    ]);
    assert.deepEqual(registered({ repository: { url } }, known).unused, []);
    const ofHub = [{ ...theirs, stack: "acme/agentgateway-infra/dev" }];
    assert.deepEqual(registered({ repository: { url, password } }, ofHub).unused, [], "a hub's are meant to be used");
  });

  it("of another project do not count, and what can't be read is left alone", () => {
    const scoped = { secret: "theirs", url, project: "team-a" };
    assert.equal(shown({ repository: { url, password } }, [scoped]).length, 3);
    assert.deepEqual(scopedRepositories(environment({ argocd: { mode: "existing" } }), undefined).secrets, {});
  });

  it("need credentials only where it does not know them", () => {
    const layer = { repository: { url, username: "u" } };
    const { errors } = registered(layer);
    assert.deepEqual(
      errors.map(({ path, problem }) => `${path} ${problem}`),
      [`repository.password is missing, and the Argo CD in argo does not know ${url}`],
    );
    assert.deepEqual(registered(layer, [{ secret: "theirs", url }]).errors, []);
  });
});
