import type { Checkout } from "../support/checkout";
import type { Outcome } from "../support/shell";

/** The outcome of a command that worked: the time of one that failed would be no time. */
export function must(outcome: Outcome, codes: readonly number[] = [0]): Outcome {
  if (!codes.includes(outcome.code)) throw new Error(`exit code ${outcome.code}:\n${outcome.all.slice(-4000)}`);
  return outcome;
}

/** A kubectl command that must work, on the sandbox's hub. */
export async function kubectl(checkout: Checkout, words: readonly string[], input?: string): Promise<void> {
  must(await checkout.shell("kubectl", ["--context", "dev", ...words], input));
}
