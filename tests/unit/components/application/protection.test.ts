import assert from "node:assert/strict";
import { protection } from "../../../../components/application/protection";
import { environment } from "../../../../dev/support/environment";

describe("what guards an environment", () => {
  const stage = environment({ cluster: { name: "stage" }, argocd: { mode: "existing" } }, "stage");
  const guards = (remote: boolean) => protection(stage, remote).map(({ spec }) => spec as Spec);

  it("says how a root Application is deleted while nobody would clean up", () => {
    const [policy, binding] = guards(false);
    const message = policy?.validations[0]?.message ?? "";
    for (const name of ["agentgateway-infra-root-stage", "agentgateway-configs-stage", "gateway-api-crds-stage"])
      assert.ok(message.includes(name), name);
    assert.match(message, /kubectl patch application -n argocd .* -p '\{"metadata":\{"finalizers":null\}\}'/);
    assert.deepEqual(policy?.matchConstraints.resourceRules[0]?.resourceNames, ["agentgateway-infra-root-stage"]);
    assert.deepEqual(binding?.validationActions, ["Deny"]);
  });

  it("keeps the Argo CD of another stack, and says what must go first", () => {
    const [, , policy] = guards(true);
    assert.match(policy?.validations[0]?.message ?? "", /pulumi destroy --stack stage/);
    const kept = policy?.matchConstraints.resourceRules.flatMap(({ resourceNames }) => resourceNames);
    assert.deepEqual(kept, ["agentgateway-infra-hub", "argocd", "applications.argoproj.io", "appprojects.argoproj.io"]);
    assert.equal(guards(false).length, 2, "its own Argo CD goes with it");
  });
});

/** What the tests read of a policy or a binding. */
interface Spec {
  matchConstraints: { resourceRules: { resourceNames: string[] }[] };
  validations: { message: string }[];
  validationActions: string[];
}
