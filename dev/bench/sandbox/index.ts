import type { Checkout } from "../../support/checkout";
import type { Report } from "../figure";
import { repeated, seconds } from "../measure";
import { must } from "../must";
import { onCheckout } from "../onCheckout";
import { benchChange } from "./change";
import { benchFirstUp } from "./firstUp";
import { benchGrowth } from "./growth";
import { benchPreview } from "./preview";

const AGAIN = 3;

/** What a user waits for, on a sandbox of its own: from `npm start` to the change of one provider. */
export function benchSandbox(report: Report): Promise<void> {
  return onCheckout(async (checkout) => {
    await benchStart(checkout, report);
    await checkout.enterSandbox();
    await benchPreview(checkout, report);
    await benchChange(checkout, report);
    await benchGrowth(checkout, report);
    await benchFirstUp(checkout, report);
  });
}

/** `npm start` with built tools: from nothing running to Healthy, and again. */
async function benchStart(checkout: Checkout, report: Report): Promise<void> {
  const start = async () => void must(await checkout.npm("start", "--quiet"));
  report({ what: "npm start, nothing running", unit: "s", runs: [await seconds(start)], atMost: 90 });
  report({ what: "npm start, again", unit: "s", runs: await repeated(AGAIN, start), atMost: 20 });
}
