import { statSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "../../support/checkout";
import { medianOf, type Report } from "../figure";
import { inTurns, peakMemory } from "../measure";
import { must } from "../must";
import { emptyProgram } from "./empty";
import { manifestOf, objectsOf } from "./objects";

const RUNS = 7;

/** What Pulumi takes where there is nothing to change, beside an empty program and beside kubectl. */
export async function benchPreview(checkout: Checkout, report: Report): Promise<void> {
  const empty = await emptyProgram(checkout);
  const preview = async () => void must(await checkout.pulumi("preview", "--stack", "dev", "--expect-no-changes"));
  const file = manifestOf(checkout, "dev", await objectsOf(checkout, "dev"));
  const words = ["--context", "dev", "diff", "--server-side", "--force-conflicts", "-f", file];
  // 1 says that there are differences: labels that Pulumi adds, for one.
  const diff = async () => void must(await checkout.silently("kubectl", words), [0, 1]);
  const up = async () => void must(await checkout.pulumi("up", "--stack", "dev", "--yes", "--skip-preview"));
  const all = [empty, diff, preview, up];
  // What each compiles and caches at its first run.
  await inTurns(1, ...all);
  const [empties, diffs, previews, ups] = (await inTurns(RUNS, ...all)) as [number[], number[], number[], number[]];

  report({ what: "preview of an empty program", unit: "s", runs: empties });
  report({ what: "kubectl diff --server-side of the same objects", unit: "s", runs: diffs });
  report({
    what: "preview, no changes",
    unit: "s",
    runs: previews,
    yardstick: { what: "empty program", value: medianOf(empties) },
    atMost: 2.5,
  });
  report({
    what: "preview, no changes, beside kubectl",
    unit: "s",
    runs: previews,
    yardstick: { what: "kubectl diff and empty program", value: medianOf(diffs) + medianOf(empties) },
    atMost: 1.5,
  });
  report({
    what: "up, no changes",
    unit: "s",
    runs: ups,
    yardstick: { what: "preview, no changes", value: medianOf(previews) },
    atMost: 1.3,
  });
  report({ what: "memory of the program", unit: "MiB", runs: [await programMemory(checkout, preview)] });
  report({ what: "state file", unit: "KiB", runs: [stateSize(checkout, "dev")] });
}

/** Peak memory (MiB) of the Node.js process in which Pulumi runs the program of this checkout. */
export function programMemory({ root }: Checkout, run: () => Promise<unknown>): Promise<number> {
  return peakMemory(["pulumi/cmd/run", root], run);
}

/** Size (KiB) of a stack's state. */
export function stateSize(checkout: Checkout, stack: string): number {
  return statSync(join(checkout.sandbox, `pulumi-state/.pulumi/stacks/agentgateway-infra/${stack}.json`)).size / 1024;
}
