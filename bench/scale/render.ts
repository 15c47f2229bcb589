import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertAllSound } from "../../checks";
import { describeCheckout } from "../../config/rendered";
import { compareTree, writeTree } from "../../gitops/files";
import { renderTree } from "../../gitops/tree";
import { platform } from "../../platform";
import { seconds } from "../measure";
import type { Cost } from ".";

/** Environments that are rendered before it is measured, until the engine has compiled what is. */
const WARM_UP = 20;

/** Renders a number of environments that differ a little, all on one hub, and tells what it took. */
async function main(environments: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "bench-scale-"));
  try {
    await render(prepare(join(directory, "warm-up"), WARM_UP));
    const checkout = prepare(join(directory, "checkout"), environments);
    let written = 0;
    const took = await seconds(async () => (written = await render(checkout)));
    // Linux and macOS alike: Node.js tells it in KiB.
    const memory = process.resourceUsage().maxRSS / 1024;
    const cost: Cost = { seconds: took, memory, written };
    console.log(JSON.stringify(cost));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A checkout with a stack file for each environment. */
function prepare(directory: string, environments: number): string {
  mkdirSync(directory);
  for (let n = 1; n <= environments; n++) {
    const name = `tenant-${n}`;
    const config = {
      "agentgateway-infra:namespace": `agentgateway-${name}`,
      "agentgateway-infra:cluster": { name },
      "agentgateway-infra:argocd": { mode: "hub" },
      "agentgateway-infra:gateway": { replicas: 2 + (n % 5) },
      "agentgateway-infra:llmProviders": { openai: { model: `gpt-4.1-${n}` } },
    };
    writeFileSync(join(directory, `Pulumi.${name}.yaml`), JSON.stringify({ config }));
  }
  return directory;
}

/** All of `npm run render`. Returns how much it wrote (KiB). */
async function render(directory: string): Promise<number> {
  const described = describeCheckout(platform, directory);
  await assertAllSound(described, []);
  const tree = await renderTree(described);
  writeTree(tree, directory, compareTree(tree, directory));
  return [...tree.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1024;
}

void main(Number(process.argv[2]));
