import assert from "node:assert/strict";
import { assertGate, failureOf, timeoutOf } from "../../../../cli/promote/gate";
import type { Gate } from "../../../../cli/promote/wait";
import type { Checkout } from "../../../../config/checkout";
import { UserError } from "../../../../core/errors";
import { validateEnvironment } from "../../../../config/validate";

const named = (name: string, more: object = {}) =>
  validateEnvironment(name, [
    { namespace: name, repository: { url: "https://git.example.com/platform.git" }, ...more },
  ]);
const checkout: Checkout = {
  base: named("base"),
  environments: [named("dev", { automation: { soakSeconds: 60 } })],
  hubs: [],
  direct: [named("stage", { delivery: "direct" })],
  broken: [{ stack: "qa", error: new UserError("Pulumi.qa.yaml has an error") }],
  bases: new Map(),
};

describe("the gate of a promotion", () => {
  it("is the environment with the name of the branch before", () => {
    assert.doesNotThrow(() => assertGate(checkout, "dev", "stage"));
    assert.equal(checkout.environments[0]!.automation.soakSeconds, 60);
    assert.equal(named("prod").automation.soakSeconds, 600);
  });

  it("is missed where the stack is not there, is not Argo CD's, or has errors", () => {
    const said = (source: string) => {
      try {
        assertGate(checkout, source, "main");
      } catch (error) {
        assert.ok(error instanceof UserError);
        return error.message;
      }
      return assert.fail(source);
    };
    assert.equal(
      said("prod"),
      "main waits for the stack prod, and there is no Pulumi.prod.yaml in the checkout. To promote without a gate: node ci/promote.mjs main",
    );
    assert.match(said("stage"), /^The stack stage gates main, and no commit of it is known: .*delivery: direct/);
    assert.equal(said("qa"), "Pulumi.qa.yaml has an error");
  });

  it("has a limit of time that leaves room for the soak time", () => {
    assert.equal(timeoutOf("dev", 600), 2400);
    assert.equal(timeoutOf("dev", 600, 10), 600);
    assert.throws(
      () => timeoutOf("dev", 600, 9.5),
      /--timeout 9.5 \(minutes\) is less than automation.soakSeconds of dev: 600/,
    );
  });

  it("says what was waited for in vain, and which commit has taken the place", () => {
    const commit = "4d5e6f".padEnd(40, "0");
    const gate: Gate = { environment: "dev", target: "stage", commit, soakSeconds: 600, timeoutSeconds: 2400 };
    assert.equal(
      failureOf(gate, { ended: "late", last: "stage waits for dev: configs (OutOfSync, Healthy)" }).message,
      "stage was not moved: in 40 minutes dev was not Synced and Healthy at 4d5e6f000000 for 600 s. In the end stage waits for " +
        "dev: configs (OutOfSync, Healthy)\nWhat is wrong there: npm run status -- dev",
    );
    assert.equal(
      failureOf(gate, { ended: "replaced", by: "9".repeat(40), application: "configs", files: ["k8s/base/a.yaml"] })
        .message,
      "stage was not moved: in dev the newer commit 999999999999 has taken the place of 4d5e6f000000; different in configs: " +
        "k8s/base/a.yaml\nPromote that one, once dev has it: npm run promote -- stage --commit 999999999999",
    );
  });
});
