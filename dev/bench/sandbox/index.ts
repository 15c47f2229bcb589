import { onCheckout } from "../onCheckout";
import type { Report } from "../figure";
import { benchChange } from "./change";
import { benchFirstUp } from "./firstUp";
import { benchGrowth } from "./growth";
import { benchPreview } from "./preview";
import { benchStart } from "./start";

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
