import { rmSync } from "node:fs";
import { join } from "node:path";
import { Checkout } from "../../tests/support/checkout";
import type { Report } from "../figure";
import { benchChange } from "./change";
import { emptyPreview } from "./empty";
import { benchFirstUp } from "./firstUp";
import { benchGrowth } from "./growth";
import { benchPreview } from "./preview";
import { must } from "../must";
import { benchStart } from "./start";

/** What a user waits for, on a sandbox of its own: from `npm start` to the change of one provider. */
export async function benchSandbox(report: Report): Promise<void> {
  const checkout = new Checkout(join(__dirname, "../.."));
  try {
    await benchStart(checkout, report);
    await checkout.enterSandbox();
    const empty = await emptyPreview(checkout, report);
    await benchPreview(checkout, empty, report);
    await benchChange(checkout, report);
    await benchGrowth(checkout, report);
    await benchFirstUp(checkout, report);
  } finally {
    must(await checkout.npm("sandbox", "reset"));
    rmSync(checkout.root, { recursive: true, force: true });
  }
}
