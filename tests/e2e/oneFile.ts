import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "../../dev/support/checkout";
import { assertCode } from "../../dev/support/shell";

const BROKEN = `config:
  agentgateway-infra:extends: stag
  agentgateway-infra:namespace: agentgateway-perf
`;

/**
 * A part of the story: an environment whose stack is one file of a few lines has all that the shipped ones have.
 *
 * @param cluster context of its cluster
 */
export function isLikeTheOthers(stack: string, cluster: string, checkout: () => Checkout): void {
  const pulumi = (...words: string[]) => checkout().pulumi(...words, "--stack", stack);
  const script = (...words: string[]) => checkout().shell("npm", ["run", "--silent", ...words]);

  it(`${stack} does not notice another stack whose file has errors, but for a warning`, async () => {
    const broken = join(checkout().directory, "Pulumi.perf.yaml");
    writeFileSync(broken, BROKEN);
    const preview = await pulumi("preview", "--expect-no-changes");
    assertCode(preview, 0);
    assert.match(
      preview.all,
      /Pulumi\.perf\.yaml has errors, which stop that stack alone[^]*there is no Pulumi\.stag\.yaml/,
    );
    rmSync(broken);
  });

  it(`${stack} is judged by the policy of what it extends, and listed for the workflows`, async () => {
    assertCode(await script("policy", "--", stack), 0);
    const { stdout } = await script("stacks", "--", "--json");
    const { stacks } = JSON.parse(stdout) as { stacks: { name: string }[] };
    const names = stacks.map(({ name }) => name);
    assert.ok(names.includes(stack), stdout);
  });

  it(`the drift of ${stack} is named, and pulumi up restores it`, async () => {
    const role = `clusterrole/agentgateway-argocd-${stack}`;
    const wider = JSON.stringify([{ op: "replace", path: "/rules/0/resources", value: ["*"] }]);
    const patch = ["--context", cluster, "patch", role, "--type=json", "-p", wider];
    assertCode(await checkout().shell("kubectl", patch), 0);
    const drift = await script("drift", "--", stack, "--json");
    assertCode(drift, 7);
    const { findings } = JSON.parse(drift.stdout) as { findings: { where: string; what: string }[] };
    const found = findings.map(({ where, what }) => `${where} ${what}`).join("\n");
    assert.match(found, new RegExp(`^ClusterRole agentgateway-argocd-${stack} rules\\S* was changed`));
    assertCode(await pulumi("up", "--yes", "--skip-preview"), 0);
    assertCode(await script("drift", "--", stack), 0);
  });
}
