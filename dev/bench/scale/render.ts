import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertAllValid } from "../../../checks";
import { loadCheckout } from "../../../config/checkout";
import { together } from "../../../core/errors";
import { assertTreeIsCurrent } from "../../../gitops/check";
import { compareTree, writeTree } from "../../../gitops/files";
import { renderTree } from "../../../gitops/tree";
import { platform } from "../../support/fixture";
import { seconds } from "../measure";
import type { Cost } from ".";
import { clusters, tenants, writeStackFiles } from "./tenants";

/** Environments that are rendered before it is measured, until the engine has compiled what is. */
const WARM_UP = 20;

/** What the stack files of a number of environments say. */
const KINDS = { tenants, clusters };

/** Renders a number of environments, all on one hub, checks what was written, and reports what it took. */
async function main(kind: keyof typeof KINDS, environments: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "bench-scale-"));
  try {
    const [warmUp, checkout] = [join(directory, "warm-up"), join(directory, "checkout")];
    writeStackFiles(warmUp, KINDS[kind](WARM_UP));
    writeStackFiles(checkout, KINDS[kind](environments));
    render(warmUp);
    let written = 0;
    const took = await seconds(() => (written = render(checkout)));
    const checking = await seconds(() => check(checkout));
    // Linux and macOS alike: Node.js reports it in KiB.
    const memory = process.resourceUsage().maxRSS / 1024;
    const cost: Cost = { seconds: took, checking, memory, written };
    console.log(JSON.stringify(cost));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** All of `npm run render`. Returns how much it wrote (KiB). */
function render(directory: string): number {
  const checkout = loadCheckout(platform, directory);
  if (checkout.broken.length > 0) throw together(checkout.broken.map(({ error }) => error));
  assertAllValid(checkout, []);
  const tree = renderTree(checkout);
  writeTree(tree, directory, compareTree(tree, directory));
  return [...tree.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1024;
}

/** All of `npm run render -- --check`. */
function check(directory: string): void {
  const checkout = loadCheckout(platform, directory);
  assertAllValid(checkout, []);
  assertTreeIsCurrent(checkout, directory);
}

void main(process.argv[2] as keyof typeof KINDS, Number(process.argv[3]));
