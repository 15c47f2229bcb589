import { HUB, type ClusterName, type Layout } from "../state/layout";
import type { Progress } from "../terminal/progress";
import { withSandbox } from "./session";

/** `up`: everything that a `pulumi up` stands on, without running it. */
export async function up(layout: Layout, extra: readonly ClusterName[], progress: Progress): Promise<void> {
  const stacks = [...new Set<ClusterName>([HUB, ...extra])];
  await withSandbox(layout, stacks, progress, () => {
    progress.step('up; `eval "$(npm run --silent sandbox -- env)"` makes this shell use it');
    return Promise.resolve();
  });
}
