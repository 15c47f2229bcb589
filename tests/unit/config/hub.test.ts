import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stackTable } from "../../../cli/stacks/cli";
import { listStacks } from "../../../cli/stacks/list";
import { missingSecrets } from "../../../config/checks";
import { environmentNamed, loadCheckout } from "../../../config/checkout";
import type { PlatformInput } from "../../../config/schema";
import { validateEnvironment } from "../../../config/validate";
import { UserError } from "../../../core/errors";
import type { PlainObject } from "../../../core/merge";
import { renderTree } from "../../../gitops/tree";

const PROBLEM = "is about an environment, and this stack deploys none (delivery: none)";
const platform: PlatformInput = {
  repository: { url: "https://git.example.com/x.git" },
  gateway: { replicas: 2 },
  llmProviders: { openai: { provider: "openai" } },
  argocd: { mode: "existing", kubeconfigFrom: { stack: "acme/agentgateway-infra/hub" }, reconciliationSeconds: 60 },
  cluster: { controlPlane: "install" },
};

/** The catalogue of environments that have each their own Argo CD, unless they say otherwise. */
const { argocd: _, ...withoutArgoCd } = platform;

function hubOf(own: PlainObject) {
  return validateEnvironment("hub", [platform, { delivery: "none", ...own }]);
}

function errorsOf(own: PlainObject): string[] {
  try {
    hubOf(own);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.errors.map(({ path, problem }) => `${path} ${problem}`);
  }
  return [];
}

describe("a stack without an environment", () => {
  it("takes the repository and the settings of Argo CD from the catalogue, and leaves the environment out", () => {
    const { namespace, repository, llmProviders, gateway, argocd, cluster } = hubOf({});
    assert.deepEqual(
      [namespace, repository.url, llmProviders, gateway.replicas, argocd.mode, argocd.kubeconfigFrom, cluster.name],
      ["argocd", "https://git.example.com/x.git", {}, undefined, "install", undefined, "in-cluster"],
    );
    assert.equal(argocd.reconciliationSeconds, 60);
  });

  it("needs a kubeconfig, and no secret of the catalogue", () => {
    assert.deepEqual(
      missingSecrets(hubOf({})).map(({ path }) => path),
      ["cluster.kubeconfig"],
    );
  });

  const stray: [string, PlainObject][] = [
    ["namespace", { namespace: "hub" }],
    ["gateway", { gateway: { replicas: 3 } }],
    ["llmProviders", { llmProviders: { openai: { model: "m" } } }],
    ["mcpServers", { mcpServers: {} }],
    ["mcpRoutes", { mcpRoutes: {} }],
    ["agents", { agents: {} }],
    ["policies", { policies: {} }],
    ["patches", { patches: {} }],
    ["existingSecrets", { existingSecrets: ["a"] }],
    ["allowedKinds", { allowedKinds: { "CronJob.batch": {} } }],
    ["existingServices", { existingServices: { a: [80] } }],
    ["cluster.name", { cluster: { name: "hub" } }],
    ["cluster.controlPlane", { cluster: { controlPlane: "existing" } }],
    ["cluster.gatewayApi", { cluster: { gatewayApi: "existing" } }],
    ["cluster.argocdUser", { cluster: { argocdUser: "someone" } }],
    ["cluster.labels", { cluster: { labels: { a: "b" } } }],
    ["cluster.tokenRotation", { cluster: { tokenRotation: 2 } }],
    ["argocd.mode", { argocd: { mode: "existing" } }],
    ["argocd.kubeconfigFrom", { argocd: { kubeconfigFrom: { stack: "acme/agentgateway-infra/dev" } } }],
    ["argocd.context", { argocd: { context: "dev" } }],
    ["application.suffix", { application: { suffix: "-hub" } }],
    ["application.freeze", { application: { freeze: [] } }],
  ];
  for (const [path, own] of stray) {
    it(`may not say ${path}`, () => assert.deepEqual(errorsOf(own), [`${path} ${PROBLEM}`]));
  }

  it("is told of every mistake at once, of its own fields too", () => {
    assert.deepEqual(errorsOf({ namespace: "hub", argocd: { version: "2.0.0" }, gatway: {} }), [
      `namespace ${PROBLEM}`,
      'argocd.version "2.0.0" must be a release of Argo CD 3, such as 3.6.1',
      "gatway is unknown",
    ]);
  });

  it("may say argocd.mode: install", () => assert.deepEqual(errorsOf({ argocd: { mode: "install" } }), []));
});

describe("a checkout with a hub", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "hub-"));
    const write = (stack: string, config: string) =>
      writeFileSync(join(directory, `Pulumi.${stack}.yaml`), `config: ${config}\n`);
    write("stage", "{ namespace: stage, argocd: { mode: existing }, cluster: { name: stage } }");
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const addHub = (name = "hub", config = "{ delivery: none }") =>
    writeFileSync(join(directory, `Pulumi.${name}.yaml`), `config: ${config}\n`);
  const checkout = () => loadCheckout(withoutArgoCd, directory);

  it("renders what it renders without the hub", () => {
    const before = renderTree(checkout());
    addHub();
    assert.deepEqual(renderTree(checkout()), before);
  });

  it("lists the hub for workflows, with what it has", () => {
    addHub();
    const list = listStacks(checkout(), directory);
    assert.deepEqual(list.stacks[0], {
      name: "hub",
      file: "Pulumi.hub.yaml",
      extends: [],
      delivery: "none",
      namespace: "argocd",
      deploy: "approval",
      branch: "dev",
      argocd: "install",
      hub: null,
      cluster: null,
      clusterFrom: null,
      policy: null,
    });
    assert.match(stackTable(list), /^hub +- +none +argocd +- +install +approval +advice only$/m);
  });

  it("has no environment of the hub's name", () => {
    addHub();
    assert.throws(() => environmentNamed(checkout(), "hub"), {
      message: 'The stack "hub" deploys no environment (delivery: none), so Git describes none.',
    });
  });

  it("may have another hub by extends, which takes no environment from an environment either", () => {
    addHub();
    addHub("hub-eu", "{ extends: hub }");
    addHub("hub-us", "{ extends: stage, delivery: none }");
    const { hubs, broken } = checkout();
    assert.deepEqual([hubs.map(({ name }) => name), broken], [["hub", "hub-eu", "hub-us"], []]);
  });

  it("names two hubs on one cluster", () => {
    const from = "{ delivery: none, cluster: { kubeconfigFrom: { stack: acme/eks/hub } } }";
    addHub("hub", from);
    addHub("hub-eu", from);
    assert.deepEqual(
      checkout().broken.map(({ stack, error }) => [
        stack,
        ...error.errors.map(({ path, problem }) => `${path} ${problem}`),
      ]),
      ["hub", "hub-eu"].map((stack, index, both) => [
        stack,
        `namespace "argocd" is that of ${both[1 - index]}, too, on the same cluster`,
      ]),
    );
  });
});
