import assert from "node:assert/strict";
import { assertAllValid, assertValid } from "../../../checks";
import { missingSecrets } from "../../../config/checks";
import { FILE, route } from "../../../dev/support/checks";
import { environment } from "../../../dev/support/environment";

describe("all errors at once", () => {
  const collides = { agents: { a: { image: "i", path: "/openai" } }, llmProviders: { openai: { provider: "openai" } } };

  it("for a stack: missing secrets, objects and files", () => {
    const deployed = environment(collides, "prod");
    assert.throws(
      () => assertValid(deployed, [{ path: FILE, text: "kind: {" }], missingSecrets(deployed)),
      (error: Error) => {
        assert.match(error.message, /^The configuration of environment "prod" has 5 errors:/);
        assert.match(error.message, /llmProviders\.openai\.apiKey: is missing\n.*pulumi config set --secret/);
        assert.match(error.message, /cluster\.kubeconfig: is missing/);
        assert.match(error.message, /k8s\/base\/mine\.yaml:1: is not valid YAML/);
        assert.match(error.message, /agents\.a: has the same path/);
        return true;
      },
    );
  });

  it("for a checkout: each once, with the environments that have it where not all do", () => {
    const desired = {
      base: environment({}, "base"),
      environments: [environment({}, "dev"), environment(collides, "stage")],
    };
    assert.throws(
      () => assertAllValid(desired, [{ path: FILE, text: "kind: {" }]),
      (error: Error) => {
        assert.equal(error.message.match(/is not valid YAML/g)?.length, 1);
        assert.match(error.message, /mine\.yaml:1: is not/);
        assert.match(error.message, /agents\.a \(in stage\): has the same path \/openai/);
        return true;
      },
    );
  });

  it("and none where a reference holds in each environment, if not in the base", () => {
    const desired = {
      base: environment({}, "base"),
      environments: [environment({ existingServices: { tools: [80] } }, "dev")],
    };
    assertAllValid(desired, [{ path: FILE, text: route() }]);
  });
});
