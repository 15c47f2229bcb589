import { until } from "../../core/until";
import { INTERVAL_MS } from "./liveApplication";

/**
 * Looks at the cluster again and again until it is as is waited for, or `pulumi up` has ended: what came right before the end is
 * seen still. Where the cluster can't be reached, `pulumi up` says so.
 *
 * @param ended aborts when `pulumi up` has ended
 * @returns whether it was
 */
export async function meanwhile(ended: AbortSignal, look: () => Promise<boolean>): Promise<boolean> {
  let seen = false;
  await until(
    async () => {
      const isLast = ended.aborted;
      seen = await look().catch(() => false);
      return seen || isLast;
    },
    Infinity,
    INTERVAL_MS,
  );
  return seen;
}
