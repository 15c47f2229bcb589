/**
 * Polls until the answer is yes or the time is over, and returns which. Readiness is always polled, never slept for.
 *
 * @param limitMs by `performance.now()`, which goes on evenly where a clock is set
 * @param everyMs the pause between two questions
 * @throws when the signal says that nobody waits any longer
 */
export async function until(
  question: () => boolean | Promise<boolean>,
  limitMs: number,
  everyMs: number | (() => number) = 100,
  signal?: AbortSignal,
): Promise<boolean> {
  const end = performance.now() + limitMs;
  for (;;) {
    signal?.throwIfAborted();
    if (await question()) return true;
    if (performance.now() >= end) return false;
    await delay(typeof everyMs === "number" ? everyMs : everyMs(), signal);
  }
}

/** A pause that an abort ends early. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
  });
}
