import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertAllValid } from "../../../checks";
import { loadCheckout } from "../../../config/checkout";
import { compareTree, writeTree } from "../../../gitops/files";
import { renderTree } from "../../../gitops/tree";
import { platform } from "../../support/fixture";
import { seconds } from "../measure";
import type { Cost } from ".";
import { tenants, writeStackFiles } from "./tenants";

/** Environments that are rendered before it is measured, until the engine has compiled what is. */
const WARM_UP = 20;

/** Renders a number of environments that differ a little, all on one hub, and reports what it took. */
async function main(environments: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "bench-scale-"));
  try {
    const [warmUp, checkout] = [join(directory, "warm-up"), join(directory, "checkout")];
    writeStackFiles(warmUp, tenants(WARM_UP));
    writeStackFiles(checkout, tenants(environments));
    render(warmUp);
    let written = 0;
    const took = await seconds(() => (written = render(checkout)));
    // Linux and macOS alike: Node.js reports it in KiB.
    const memory = process.resourceUsage().maxRSS / 1024;
    const cost: Cost = { seconds: took, memory, written };
    console.log(JSON.stringify(cost));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** All of `npm run render`. Returns how much it wrote (KiB). */
function render(directory: string): number {
  const checkout = loadCheckout(platform, directory);
  assertAllValid(checkout, []);
  const tree = renderTree(checkout);
  writeTree(tree, directory, compareTree(tree, directory));
  return [...tree.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1024;
}

void main(Number(process.argv[2]));
