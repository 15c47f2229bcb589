import { resolve } from "node:path";
import { Checkout } from "../../dev/support/checkout";
import { assertCode } from "../../dev/support/shell";
import { movesToAHub } from "./hub";

// A story of its own: it takes the Argo CD of the sandbox elsewhere.
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
