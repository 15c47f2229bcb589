import type { ClusterName, Layout } from "../state/layout";
import type { Progress } from "../terminal/progress";
import { withSandbox } from "./session";

/** `up`: the infrastructure alone, without `pulumi up`. */
export async function up(layout: Layout, clusters: readonly ClusterName[], progress: Progress): Promise<void> {
  await withSandbox(layout, clusters, progress, () => {
    progress.step('up; `eval "$(npm run --silent sandbox -- env)"` makes this shell use it');
    return Promise.resolve();
  });
}
