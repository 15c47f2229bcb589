import { mock } from "node:test";

/** Runs what waits, and lets its seconds pass at once. */
export async function inNoTime<T>(run: () => Promise<T>): Promise<T> {
  mock.timers.enable({ apis: ["setTimeout"] });
  let passed = 0;
  const clock = mock.method(performance, "now", () => passed);
  try {
    let ended = false;
    const running = run().finally(() => (ended = true));
    running.catch(() => undefined); // Whoever awaits it gets the error.
    while (!ended) {
      passed += 1000;
      mock.timers.tick(1000);
      await new Promise(setImmediate);
    }
    return await running;
  } finally {
    clock.mock.restore();
    mock.timers.reset();
  }
}
