const FIRST_MS = 1_000;
const LONGEST_MS = 10_000;
const STEADY_MS = 30_000;

/** How long to wait before the next start, and how many failures in a row that makes. */
export function nextStart(failures: number, ranMs: number): { failures: number; delayMs: number } {
  const inARow = ranMs >= STEADY_MS ? 1 : failures + 1;
  return { failures: inARow, delayMs: Math.min(FIRST_MS * 2 ** (inARow - 1), LONGEST_MS) };
}
