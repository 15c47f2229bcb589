import { join } from "node:path";
import { Checkout } from "../tests/support/checkout";

/** Measures on a checkout with a sandbox of its own, and removes both: also when it fails, or is interrupted. */
export async function onCheckout(measure: (checkout: Checkout) => Promise<void>): Promise<void> {
  const checkout = new Checkout(join(__dirname, ".."));
  const interrupted = () => {
    console.error("interrupted: the sandbox is stopped");
    void checkout.discard().finally(() => process.exit(130));
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    await measure(checkout);
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    await checkout.discard();
  }
}
