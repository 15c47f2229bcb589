import { join } from "node:path";
import { UserError } from "../../core/errors";
import { Checkout } from "../support/checkout";

/** Measures on a checkout with a sandbox of its own, and removes both: also when it fails, or is interrupted. */
export async function onCheckout(measure: (checkout: Checkout) => Promise<void>): Promise<void> {
  const checkout = new Checkout(join(__dirname, "../.."));
  let interrupt = (): void => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(new UserError("interrupted; what was measured is kept"));
  });
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    await Promise.race([measure(checkout), interrupted]);
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    await checkout.discard();
  }
}
