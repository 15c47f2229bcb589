import { statSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "../../tests/support/checkout";
import type { Report } from "../figure";
import { peakMemory, repeated } from "../measure";
import { must } from "../must";
import { manifestOf, objectsOf } from "./objects";

const RUNS = 5;

/** What Pulumi takes where there is nothing to change, beside an empty program and beside kubectl. */
export async function benchPreview(checkout: Checkout, empty: number, report: Report): Promise<void> {
  const preview = async () => void must(await checkout.pulumi("preview", "--stack", "dev", "--expect-no-changes"));
  const previews = await repeated(RUNS, preview);
  const median = [...previews].sort((a, b) => a - b)[Math.floor(RUNS / 2)] as number;
  report({
    what: "preview, no changes",
    unit: "s",
    runs: previews,
    yardstick: { what: "empty program", value: empty },
    atMost: 2.5,
  });

  const file = manifestOf(checkout, "dev", await objectsOf(checkout, "dev"));
  const words = ["--context", "dev", "diff", "--server-side", "--force-conflicts", "-f", file];
  // 1 says that there are differences: labels that Pulumi adds, for one.
  const diff = async () => void must(await checkout.silently("kubectl", words), [0, 1]);
  await diff();
  const diffs = await repeated(RUNS, diff);
  report({ what: "kubectl diff --server-side of the same objects", unit: "s", runs: diffs });
  report({
    what: "preview, no changes, beside kubectl",
    unit: "s",
    runs: previews,
    yardstick: { what: "kubectl diff and empty program", value: Math.min(...diffs) + empty },
    atMost: 1.5,
  });

  const up = async () => void must(await checkout.pulumi("up", "--stack", "dev", "--yes", "--skip-preview"));
  report({
    what: "up, no changes",
    unit: "s",
    runs: await repeated(RUNS, up),
    yardstick: { what: "preview, no changes", value: median },
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
