import assert from "node:assert/strict";
import { protection, type Installer } from "../../../../components/application/protection";
import { environment } from "../../../../dev/support/environment";

describe("what guards an environment", () => {
  const stage = environment({ cluster: { name: "stage" }, argocd: { mode: "existing" } }, "stage");
  const guards = (installer: Installer, of = stage) => protection(of, installer).map(({ spec }) => spec as Spec);

  it("says how a root Application is deleted while nobody would clean up", () => {
    const [policy, binding] = guards("this stack");
    const message = policy?.validations[0]?.message ?? "";
    for (const name of ["agentgateway-infra-root-stage", "agentgateway-configs-stage", "gateway-api-crds-stage"])
      assert.ok(message.includes(name), name);
    assert.match(message, /kubectl patch application -n argocd .* -p '\{"metadata":\{"finalizers":null\}\}'/);
    assert.deepEqual(policy?.matchConstraints.resourceRules[0]?.resourceNames, ["agentgateway-infra-root-stage"]);
    assert.deepEqual(binding?.validationActions, ["Deny"]);
  });

  it("keeps the Argo CD of another stack, and says what must go first", () => {
    const [, , policy] = guards("another stack");
    assert.match(policy?.validations[0]?.message ?? "", /pulumi destroy --stack stage/);
    const kept = policy?.matchConstraints.resourceRules.flatMap(({ resourceNames }) => resourceNames);
    assert.deepEqual(kept, ["agentgateway-infra-hub", "argocd", "applications.argoproj.io", "appprojects.argoproj.io"]);
    assert.equal(guards("this stack").length, 2, "its own Argo CD goes with it");
  });

  it("leaves an Argo CD of somebody else to its owner, whatever its controller is called", () => {
    const argocd = { mode: "existing", namespace: "openshift-gitops" };
    const [policy, binding, ...others] = guards("somebody else", environment({ argocd, cluster: { name: "stage" } }));
    assert.deepEqual(others, []);
    assert.deepEqual(binding?.paramRef, {
      selector: { matchLabels: { "app.kubernetes.io/component": "application-controller" } },
      namespace: "openshift-gitops",
      parameterNotFoundAction: "Allow",
    });
    assert.match(policy?.validations[0]?.message ?? "", /kubectl patch application -n openshift-gitops /);
  });
});

/** What the tests read of a policy or a binding. */
interface Spec {
  matchConstraints: { resourceRules: { resourceNames: string[] }[] };
  validations: { message: string }[];
  validationActions: string[];
  paramRef?: object;
}
