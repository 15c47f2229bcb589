import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pushToDev } from "../../dev/support/change";
import type { Checkout } from "../../dev/support/checkout";
import { assertCode } from "../../dev/support/shell";

const STACK_FILE = `config:
  agentgateway-infra:extends: stage
  agentgateway-infra:namespace: agentgateway-qa
  agentgateway-infra:cluster: { name: qa }
`;

/**
 * A part of the story: an environment by one file of a few lines, on a cluster that nothing is deployed to.
 *
 * @param cluster context of the cluster, and the stack whose kubeconfigs and secrets lead there
 */
export function environmentByOneFile(cluster: string, checkout: () => Checkout): void {
  const pulumi = (...words: string[]) => checkout().pulumi(...words, "--stack", "qa");
  const kubectl = (context: string, ...args: string[]) => checkout().shell("kubectl", ["--context", context, ...args]);
  const drift = async (code: number) => {
    const outcome = await checkout().shell("npm", ["run", "--silent", "drift", "--", "qa", "--json"]);
    assertCode(outcome, code);
    return (JSON.parse(outcome.stdout) as { findings: { where: string; what: string }[] }).findings
      .map(({ where, what }) => `${where} ${what}`)
      .join("\n");
  };

  it("an environment is one file: it is rendered, deployed and found to be as described", async () => {
    writeFileSync(join(checkout().directory, "Pulumi.qa.yaml"), STACK_FILE);
    assertCode(await checkout().npm("render"), 0);
    checkout().commit("qa");
    await pushToDev(checkout());
    assertCode(await checkout().pulumi("stack", "init", "qa"), 0);
    assertCode(await checkout().pulumi("config", "cp", "--stack", cluster, "--dest", "qa"), 0);
    assertCode(await pulumi("config", "set", "extends", "qa"), 0);
    assertCode(await pulumi("up", "--yes", "--skip-preview"), 0);
    const { spec } = await checkout().get<{ spec: { destination: object } }>(
      "dev",
      "application",
      "agentgateway-configs-qa",
      "-n",
      "argocd",
    );
    assert.deepEqual(spec.destination, { name: "qa", namespace: "agentgateway-qa" });
    assertCode(await kubectl(cluster, "get", "httproute", "openai", "-n", "agentgateway-qa"), 0);
    assert.equal(await drift(0), "");
  });

  it("it does not notice another stack whose file has errors, but for a warning", async () => {
    const broken = join(checkout().directory, "Pulumi.perf.yaml");
    writeFileSync(broken, STACK_FILE.replace("stage", "stag"));
    const preview = await pulumi("preview", "--expect-no-changes");
    assertCode(preview, 0);
    assert.match(
      preview.all,
      /Pulumi\.perf\.yaml has errors, which stop that stack alone[^]*there is no Pulumi\.stag\.yaml/,
    );
    rmSync(broken);
  });

  it("its drift is named, and goes with it", async () => {
    const wider = JSON.stringify([{ op: "replace", path: "/rules/0/resources", value: ["*"] }]);
    assertCode(await kubectl(cluster, "patch", "clusterrole/agentgateway-argocd-qa", "--type=json", "-p", wider), 0);
    assert.match(await drift(7), /^ClusterRole agentgateway-argocd-qa rules\S* was changed/m);
    assertCode(await pulumi("destroy", "--yes", "--skip-preview"), 0);
  });
}
