import assert from "node:assert/strict";
import { errorsInObjects } from "../../../checks";
import { environment } from "../../../dev/support/environment";

const manifest = (account: string) => ({
  path: "k8s/base/mine.yaml",
  text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: mine }
spec:
  replicas: 1
  selector: { matchLabels: { app: mine } }
  template:
    metadata: { labels: { app: mine } }
    spec: { serviceAccountName: ${account}, containers: [{ name: a, image: "a:1" }] }
`,
});

const errors = (namespace: string, account: string) =>
  errorsInObjects(environment({ namespace }), [manifest(account)]).filter(({ path }) =>
    path.includes("serviceAccount"),
  );

describe("checks: the controller's identity", () => {
  it("is no workload's, where the environment shares the controller's namespace", () =>
    assert.deepEqual(errors("agentgateway-system", "agentgateway-test"), [
      {
        path: "k8s/base/mine.yaml, Deployment mine, spec.template.spec.serviceAccountName",
        problem: '"agentgateway-test" is a ServiceAccount whose rights reach beyond the environment',
        remedy: "Leave it out, or name a ServiceAccount of your own.",
      },
    ]));

  it("nor Argo CD's", () => assert.equal(errors("agentgateway-system", "agentgateway-argocd-test").length, 1));

  it("leaves other accounts and other namespaces alone", () => {
    assert.deepEqual(errors("agentgateway-system", "mine"), []);
    assert.deepEqual(errors("agentgateway-prod", "agentgateway-test"), []);
  });
});
