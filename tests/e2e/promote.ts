import assert from "node:assert/strict";
import { changeModel, pushToDev } from "../../dev/support/change";
import type { Checkout } from "../../dev/support/checkout";
import { Parts } from "../../dev/support/parts";
import { assertCode } from "../../dev/support/shell";

const SOAK_SECONDS = 3;
const REMOTE = "sandbox";

/**
 * A part of the story: a commit goes on to the next branch once the environment before has been well at it for a while.
 *
 * @param source the environment before, and its branch
 */
export function promotes(source: string, checkout: () => Checkout): void {
  it("a commit is promoted when the environment before has been Synced and Healthy at it, and not before", async () => {
    const soak = ["config", "set", "--path", "automation.soakSeconds", String(SOAK_SECONDS), "--stack", source];
    assertCode(await checkout().pulumi(...soak), 0);
    checkout().git("remote", "add", REMOTE, checkout().variable("SANDBOX_GIT_URL"));
    const branch = () => checkout().git("ls-remote", REMOTE, "stage").split("\t")[0];
    assert.equal(branch(), "");

    changeModel(checkout(), "gpt-promoted");
    assertCode(await checkout().npm("render"), 0);
    const commit = checkout().commit("A model to promote");
    const promotion = await new Parts(checkout).without("argocd/application-controller", async () => {
      await pushToDev(checkout());
      const waiting = checkout().running("npm", ["run", "--silent", "promote", "--", "stage", "--remote", REMOTE]);
      await waiting.line(/stage waits for .*, not yet at/);
      return waiting;
    });
    assert.equal(branch(), "");
    assertCode(await promotion.outcome, 0);
    assert.equal(branch(), commit);
  });
}
