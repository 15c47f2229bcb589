/** How often a server is asked that is busy. */
const ATTEMPTS = 5;
/** Seconds until it is asked again, where it does not say, and at the most. */
const PAUSE_SECONDS = { usual: 1, longest: 5 };

/**
 * Waits until a server that is busy may be asked again.
 *
 * @param attempt how often it was asked, from 1
 * @param retryAfter its header `Retry-After`; a time of day in it is not read
 * @returns whether it may: no, at once, when it was asked often enough
 */
export async function mayRetry(attempt: number, retryAfter: string | undefined): Promise<boolean> {
  if (attempt >= ATTEMPTS) return false;
  const seconds = /^\d+$/.test(retryAfter ?? "") ? Number(retryAfter) : PAUSE_SECONDS.usual;
  await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, PAUSE_SECONDS.longest) * 1000));
  return true;
}
