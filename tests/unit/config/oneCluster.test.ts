import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { missingSecrets } from "../../../config/checks";
import { environmentNamed, loadCheckout } from "../../../config/checkout";
import { renderTree } from "../../../gitops/tree";

const platform = { repository: { url: "https://git.example.com/platform.git" } };
const hub = { mode: "existing", kubeconfigFrom: { stack: "acme/agentgateway-infra/stage" } };

describe("two environments on one cluster", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "one-cluster-"))));
  afterEach(() => rmSync(directory, { recursive: true }));
  const stack = (name: string, config: object) =>
    writeFileSync(join(directory, `Pulumi.${name}.yaml`), JSON.stringify({ config }));
  const brokenOf = () => loadCheckout(platform, directory).broken.map(({ stack, error }) => [stack, error.errors]);

  it("are two files of a few lines: the second has its own configuration in Git, and nothing of the control plane", () => {
    stack("stage", { namespace: "agentgateway-stage" });
    stack("prod", { namespace: "agentgateway-prod", argocd: hub, cluster: { controlPlane: "existing" } });
    const checkout = loadCheckout(platform, directory);
    assert.deepEqual(checkout.broken, []);
    const paths = [...renderTree(checkout).keys()].filter((path) => path.startsWith("app-of-apps/"));
    assert.deepEqual(paths.sort(), [
      "app-of-apps/prod/agentgateway-configs-prod.yaml",
      "app-of-apps/prod/kustomization.yaml",
      "app-of-apps/root-application-prod.yaml",
      "app-of-apps/root-application-stage.yaml",
      "app-of-apps/stage/agentgateway-configs-stage.yaml",
      "app-of-apps/stage/agentgateway-crds-stage.yaml",
      "app-of-apps/stage/agentgateway-stage.yaml",
      "app-of-apps/stage/gateway-api-crds-stage.yaml",
      "app-of-apps/stage/kustomization.yaml",
    ]);
    assert.deepEqual(missingSecrets(environmentNamed(checkout, "prod")), []);
  });

  it("may be many, on a cluster that Argo CD does not run in", () => {
    stack("one", { namespace: "one", argocd: hub, cluster: { name: "apps", gatewayApi: "install" } });
    for (const name of ["two", "three"])
      stack(name, { extends: "one", namespace: name, cluster: { name: "apps", controlPlane: "existing" } });
    assert.deepEqual(brokenOf(), []);
  });

  it("may have a control plane each on clusters of their own, whatever one takes over from the other", () => {
    stack("one", { namespace: "one", argocd: hub, cluster: { name: "one" } });
    stack("two", { extends: "one", cluster: { name: "two" } });
    assert.deepEqual(brokenOf(), []);
  });

  it("are on two clusters where each has an Argo CD of somebody else, and on one where both use that of a third", () => {
    const existing = { mode: "existing", namespace: "argo" };
    stack("one", { namespace: "ai", argocd: existing });
    stack("two", { namespace: "ai", argocd: existing });
    assert.deepEqual(brokenOf(), []);
    const beside = { namespace: "ai", argocd: hub, cluster: { controlPlane: "existing" } };
    for (const name of ["one", "two"]) stack(name, beside);
    assert.equal(brokenOf().length, 2);
  });

  it("are on two clusters where the contexts of one kubeconfig differ", () => {
    const from = { kubeconfigFrom: { stack: "acme/agentgateway-infra/stage" } };
    stack("stage", { namespace: "ai" });
    stack("other", { namespace: "ai", argocd: hub, cluster: { name: "other", ...from, context: "other" } });
    assert.deepEqual(brokenOf(), []);
  });
});
