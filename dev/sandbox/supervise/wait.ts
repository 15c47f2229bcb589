/** Asks until the answer is yes or the time is over; tells which. Readiness is always asked for, never slept for. */
export async function until(
  question: () => boolean | Promise<boolean>,
  limitMs: number,
  everyMs: number = 100,
  signal?: AbortSignal,
): Promise<boolean> {
  const end = performance.now() + limitMs;
  for (;;) {
    signal?.throwIfAborted();
    if (await question()) return true;
    if (performance.now() >= end) return false;
    await delay(everyMs, signal);
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
