import assert from "node:assert/strict";
import { describeFixture } from "../../../dev/support/fixture";
import { itemsInGit, objectTexts } from "../../../gitops/objects";

describe("the objects of an environment, as a pull request is compared by", () => {
  const handWritten = [
    {
      path: "k8s/base/own.yaml",
      text: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: own\n  namespace: elsewhere\n",
    },
  ];

  for (const environment of describeFixture().environments) {
    it(`are all there, each under a name of its own: ${environment.name}`, () => {
      const texts = objectTexts(environment, handWritten);
      assert.equal(Object.keys(texts).length, itemsInGit(environment, handWritten).length);
      assert.equal(texts["ConfigMap elsewhere/own"], handWritten[0]?.text);
      assert.ok(Object.keys(texts).some((name) => name.startsWith("HTTPRoute.gateway.networking.k8s.io ")));
      assert.ok(Object.keys(texts).some((name) => name.startsWith("AppProject.argoproj.io argocd/")));
    });
  }
});
