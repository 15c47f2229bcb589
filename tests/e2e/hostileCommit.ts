import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { REFRESH, type Application } from "../../components/application/status";
import { pushToDev } from "../../dev/support/change";
import type { Checkout } from "../../dev/support/checkout";
import { assertCode, eventually } from "../../dev/support/shell";

const HOSTILE = `apiVersion: apps/v1
kind: Deployment
metadata: { name: hostile }
spec:
  selector: { matchLabels: { app: hostile } }
  template:
    metadata: { labels: { app: hostile } }
    spec: { serviceAccountName: agentgateway, containers: [{ name: shell, image: "busybox:1" }] }
`;

/** A part of the story: whoever may push to `dev` may not take what the controller may do. */
export function hostileCommit(checkout: () => Checkout): void {
  it("a commit that would run with the controller's rights is refused by the checks, and pushed past them by the cluster", async () => {
    writeFileSync(join(checkout().directory, "k8s/base/hostile.yaml"), HOSTILE);
    const rendered = await checkout().npm("render");
    assert.notEqual(rendered.code, 0);
    assert.match(rendered.all, /"agentgateway" is a ServiceAccount whose rights reach beyond the environment/);

    checkout().edit("k8s/base/kustomization.yaml", (text) =>
      text.replace("resources:\n", "resources:\n  - hostile.yaml\n"),
    );
    checkout().commit("Past the checks");
    await pushToDev(checkout());
    const configs = ["application", "agentgateway-configs", "-n", "argocd"];
    const refresh = ["annotate", ...configs, `${REFRESH}=normal`, "--overwrite"];
    assertCode(await checkout().shell("kubectl", ["--context", "dev", ...refresh]), 0);
    await eventually("Argo CD is refused", 90, async () => {
      const { status } = await checkout().get<Application>("dev", ...configs);
      const results = status?.operationState?.syncResult?.resources ?? [];
      return (
        results.some(({ message }) =>
          /Only what the Application agentgateway deploys may run as/.test(message ?? ""),
        ) || JSON.stringify(status)
      );
    });
    const { items } = await checkout().get<{ items: unknown[] }>(
      "dev",
      ...["deployments", "-A", "--field-selector", "metadata.name=hostile"],
    );
    assert.deepEqual(items, []);

    checkout().git("revert", "--no-edit", "HEAD");
    await pushToDev(checkout());
    assertCode(await checkout().pulumi("up", "--stack", "dev", "--yes", "--skip-preview"), 0);
  });
}
