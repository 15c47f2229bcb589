import assert from "node:assert/strict";
import { GIVE_UP, unlessGivenUp } from "../../../../cli/live/givenUp";
import { LiveProvider } from "../../../../cli/live/provider";
import { scopeOf } from "../../../../components/live/scope";
import { UserError } from "../../../../core/errors";
import { environment } from "../../../../dev/support/environment";
import { kubeconfig } from "../../../../dev/support/kubeconfig";

describe("a cluster that can't be reached when its environment goes", () => {
  const before = process.env[GIVE_UP];
  afterEach(() => {
    if (before === undefined) delete process.env[GIVE_UP];
    else process.env[GIVE_UP] = before;
  });

  /** Nobody listens there. */
  const away = { kubeconfig: kubeconfig({ server: "https://127.0.0.1:1025" }) };
  const provider = (delivery: string) =>
    new LiveProvider({ scope: scopeOf(environment({ delivery }), ""), applications: ["root"], target: away });
  const asserted = async () => {
    for (const delivery of ["direct", "gitops"])
      await provider(delivery).assertDeletable({ guarded: [], controlPlaneOf: "ns" });
  };
  const deleted = () =>
    provider("direct").deleteNamespace({ cluster: "target", namespace: "ns", owner: "stack" }, () => undefined);

  it("stops the destroy, for what is there would stay", async () => {
    delete process.env[GIVE_UP];
    for (const work of [asserted, deleted]) await assert.rejects(work, /ECONNREFUSED/);
  });

  it("is passed over where it is given up", async () => {
    process.env[GIVE_UP] = "true";
    await asserted();
    await deleted();
  });

  it("is none where it answers", async () => {
    process.env[GIVE_UP] = "true";
    await assert.rejects(unlessGivenUp(Promise.reject(new UserError("refused"))), /refused/);
  });
});
