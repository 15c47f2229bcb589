import assert from "node:assert/strict";
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readStackFile } from "../../config/stackfile";
import { Checkout } from "../../dev/support/checkout";
import { ensureToolchain } from "../../dev/sandbox/toolchain";

// A key that Pulumi takes for the project's own must not be missing from what is rendered.
describe("the keys of a stack file", function () {
  this.timeout(600_000);
  let checkout: Checkout;
  before(async () => {
    const { binDir } = await ensureToolchain({ only: ["pulumi"] });
    checkout = new Checkout(process.cwd());
    checkout.useTools(binDir);
  });
  after(() => rmSync(checkout.root, { recursive: true }));

  it("mean to us what they mean to Pulumi", async () => {
    await checkout.pulumi("stack", "init", "qa");
    appendFileSync(
      join(checkout.directory, "Pulumi.qa.yaml"),
      [
        "config:",
        "  namespace: a",
        "  agentgateway-infra:cluster: { name: b }",
        "  agentgateway-infra:config:delivery: direct",
        "  aws:region: c",
        "  aws:config:profile: d",
        "",
      ].join("\n"),
    );
    const { stdout } = await checkout.pulumi("config", "--json", "--stack", "qa");
    const read = Object.entries(JSON.parse(stdout) as Record<string, { value: string; objectValue?: object }>)
      .filter(([key]) => key.startsWith("agentgateway-infra:"))
      .map(([key, { value, objectValue }]) => [key.slice("agentgateway-infra:".length), objectValue ?? value]);
    assert.deepEqual(readStackFile(checkout.directory, "qa"), Object.fromEntries(read));
    assert.equal(read.length, 3);
  });
});
