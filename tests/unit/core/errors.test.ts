import assert from "node:assert/strict";
import { allChecks, UserError } from "../../../core/errors";

describe("checks that are made together", () => {
  const later = async (error?: Error) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (error) throw error;
  };

  it("say all that is wrong in their order, whichever ends first", async () => {
    const checks = [later(new UserError("one")), later(), Promise.reject(new UserError("two"))];
    await assert.rejects(allChecks(checks), { name: "UserError", message: "one\ntwo" });
    await allChecks([later(), later()]);
  });

  it("fail by what is no mistake of the user's", async () => {
    const defect = new TypeError("undefined is not a function");
    await assert.rejects(allChecks([Promise.reject(new UserError("one")), later(defect)]), defect);
  });
});
