import type { Checkout } from "../support/checkout";
import { must } from "./must";

/** A kubectl command that must work, on the sandbox's hub. */
export async function kubectl(checkout: Checkout, words: readonly string[], input?: string): Promise<void> {
  must(await checkout.shell("kubectl", ["--context", "dev", ...words], input));
}
