import assert from "node:assert/strict";
import { notLetGo } from "../../../../components/cluster/formerArgoCd";
import { environment } from "../../../../dev/support/environment";

describe("an environment that moves to a hub", () => {
  const moving = environment({ argocd: { mode: "existing" }, cluster: { name: "test" } });
  const left = (...applications: string[]) =>
    notLetGo(
      applications.map((name) => ({ name, namespace: "argo" })),
      moving,
    ).map(({ path, problem, remedy }) => `${path} ${problem} | ${remedy}`);

  it("is refused while the Argo CD of its own cluster has an Application of it, be it a child alone", () => {
    const refusal = (names: string) =>
      `argocd.mode is existing, but the Argo CD in the cluster of test itself still deploys it: Application ${names} ` +
      "in the namespace argo | Have that Argo CD let go of it first, so that nothing that runs is deleted: docs/hub.md, step 3.";
    const [root, child] = ["agentgateway-infra-root-test", "agentgateway-configs-test"];
    assert.deepEqual(left(child, root, "somebody-elses"), [refusal(`${root}, ${child}`)]);
    assert.deepEqual(left(child), [refusal(child)]);
  });

  it("may move where that has let go, and has others", () => {
    assert.deepEqual(left("agentgateway-configs-prod"), []);
  });
});
