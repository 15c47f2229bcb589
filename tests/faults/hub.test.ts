import { resolve } from "node:path";
import { Checkout } from "../../dev/support/checkout";
import { assertCode } from "../../dev/support/shell";
import { movesToAHub } from "./hub";

// Beside the stories of `npm test`, for it takes as long as all of those about clusters.
describe("a hub without an environment", () => {
  let checkout: Checkout;
  before(async () => {
    checkout = new Checkout(resolve(__dirname, "../.."));
    assertCode(await checkout.npm("sandbox", "up", "stage", "prod"), 0);
    assertCode(await checkout.npm("start", "stage", "--quiet"), 0);
    await checkout.enterSandbox();
  });
  after(() => checkout.discard());

  movesToAHub("prod", () => checkout);
});
