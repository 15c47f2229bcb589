import assert from "node:assert/strict";
import { descriptionIn } from "../../../../cli/stack/description";
import { desiredApplications } from "../../../../components/live/desired";
import { LIVE_OBJECTS } from "../../../../components/live/types";
import { environment as test } from "../../../../dev/support/environment";

describe("what the state of a stack says of an environment that follows commits", () => {
  const environment = test();
  const revision = "89e6c98d92887913cadf06b2adb97f26cde4849b";
  const whole = (settings: Parameters<typeof desiredApplications>[0]) => ({
    ...desiredApplications(settings, environment),
    desiredObjects: [],
  });
  const state = (...desired: unknown[]) =>
    JSON.stringify({
      version: 3,
      deployment: {
        resources: [
          { type: "pulumi:pulumi:Stack", urn: "urn:pulumi:dev::x::pulumi:pulumi:Stack::x" },
          ...desired.map((each) => ({ type: LIVE_OBJECTS, inputs: { desired: each } })),
        ],
      },
    });

  it("is the commit that Argo CD was told, and all that was described at it", () => {
    const environment = whole({ ...test(), revision });
    const text = state(JSON.stringify({ delivered: [] }), JSON.stringify({ environment }));
    assert.deepEqual(descriptionIn(text), { ...environment, commit: revision });
  });

  it("is nothing before the first update, where it was told a branch, and where the state is encrypted", () => {
    assert.equal(descriptionIn(JSON.stringify({ version: 3, deployment: {} })), undefined);
    assert.equal(descriptionIn(state(JSON.stringify({ environment: whole(environment) }))), undefined);
    assert.equal(descriptionIn(state({ "4dabf18193072939515e22adb298388d": "1b47", ciphertext: "" })), undefined);
  });
});
