import assert from "node:assert/strict";
import type { Checkout } from "../../dev/support/checkout";
import { assertCode, eventually } from "../../dev/support/shell";

const CRD = "applicationsets.argoproj.io";
const WORKLOAD = "argocd-applicationset-controller";
const NAME = "of-a-set";

interface Repository {
  spec: { source: { repoURL: string; targetRevision: string } };
}

/** A part of the story: ApplicationSets, which are there where they are asked for. */
export function applicationSets(checkout: () => Checkout): void {
  const kubectl = (words: string[], input?: string) =>
    checkout().shell("kubectl", ["--context", "dev", "-n", "argocd", ...words], input);
  const isThere = async (...words: string[]) => (await kubectl(["get", ...words])).code === 0;

  it("ApplicationSets work once they are asked for, and go without what others may have by them", async () => {
    const change = async (expected: boolean) => {
      const set = ["config", "set", "--path", "argocd.applicationSets", String(expected), "--stack", "dev"];
      assertCode(await checkout().pulumi(...set), 0);
      assertCode(await checkout().pulumi("up", "--stack", "dev", "--yes", "--skip-preview"), 0);
      assertCode(await checkout().pulumi("preview", "--stack", "dev", "--refresh", "--expect-no-changes"), 0);
    };
    assert.equal(await isThere("crd", CRD), false);
    await change(true);

    const { spec } = await checkout().get<Repository>("dev", "application", "agentgateway-configs", "-n", "argocd");
    assertCode(await kubectl(["apply", "-f", "-"], JSON.stringify(setOf(spec.source))), 0);
    await eventually("the controller makes what the set describes", 120, () => isThere("application", NAME));
    assertCode(await kubectl(["delete", "applicationset", NAME, "--timeout=60s"]), 0);
    await eventually("what the set had made is gone with it", 60, async () => !(await isThere("application", NAME)));

    await change(false);
    assert.equal(await isThere("deployment", WORKLOAD), false);
    assert.ok(await isThere("crd", CRD), "every ApplicationSet of the cluster would go with the CRD");
  });
}

/** A set of one Application, which nobody syncs. */
function setOf({ repoURL, targetRevision }: Repository["spec"]["source"]): object {
  const destination = { server: "https://kubernetes.default.svc", namespace: "agentgateway-system" };
  const source = { repoURL, targetRevision, path: "{{.path}}" };
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "ApplicationSet",
    metadata: { name: NAME, namespace: "argocd" },
    spec: {
      goTemplate: true,
      generators: [{ list: { elements: [{ path: "k8s/overlays/dev" }] } }],
      template: { metadata: { name: NAME }, spec: { project: "agentgateway-infra", source, destination } },
    },
  };
}
