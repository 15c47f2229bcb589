import type { Checkout } from "../../support/checkout";
import type { Report } from "../figure";
import { repeated, seconds } from "../measure";
import { must } from "../must";

const AGAIN = 3;

/** `npm start` with built tools: from nothing running to Healthy, and again. */
export async function benchStart(checkout: Checkout, report: Report): Promise<void> {
  const start = async () => void must(await checkout.npm("start", "--quiet"));
  report({ what: "npm start, nothing running", unit: "s", runs: [await seconds(start)], atMost: 90 });
  report({ what: "npm start, again", unit: "s", runs: await repeated(AGAIN, start), atMost: 20 });
}
