/** Attempts at a request while the server is busy. */
const ATTEMPTS = 5;
/** Seconds until the next attempt: where the server does not say, and at the most. */
const PAUSE_SECONDS = { usual: 1, longest: 5 };

/**
 * Waits until a request to a busy server may be retried.
 *
 * @param attempt number of the last attempt, from 1
 * @param retryAfter its header `Retry-After`; a time of day in it is not read
 * @returns whether it may; false, at once, after the last attempt
 */
export async function mayRetry(attempt: number, retryAfter: string | undefined): Promise<boolean> {
  if (attempt >= ATTEMPTS) return false;
  const seconds = /^\d+$/.test(retryAfter ?? "") ? Number(retryAfter) : PAUSE_SECONDS.usual;
  await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, PAUSE_SECONDS.longest) * 1000));
  return true;
}
