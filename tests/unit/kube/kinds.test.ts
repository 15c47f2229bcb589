import assert from "node:assert/strict";
import { exclusiveObjects } from "../../../components/cluster/exclusiveObjects";
import { objectPath } from "../../../kube/kinds";
import { environment } from "../../../dev/support/environment";

describe("kinds", () => {
  it("have their path in the API, of a namespace or of the cluster, in the core and in groups", () => {
    const path = (apiVersion: string, kind: string, namespace?: string) =>
      objectPath({ apiVersion, kind, metadata: { name: "x", ...(namespace ? { namespace } : {}) } });
    assert.equal(path("v1", "Secret", "ns"), "/api/v1/namespaces/ns/secrets/x");
    assert.equal(path("v1", "Namespace"), "/api/v1/namespaces/x");
    assert.equal(
      path("argoproj.io/v1alpha1", "Application", "ns"),
      "/apis/argoproj.io/v1alpha1/namespaces/ns/applications/x",
    );
    assert.throws(() => path("example.com/v1", "Mouse"), /not known what the API calls Mouse of example\.com\/v1/);
  });

  it("are known of all that a stack looks for before it makes it", () => {
    for (const layer of [{}, { argocd: { mode: "existing" }, cluster: { name: "stage" } }]) {
      const { hub, target } = exclusiveObjects(environment(layer));
      assert.ok(hub.length > 0 && target.length > 0);
      for (const object of [...hub, ...target]) assert.match(objectPath(object), /^\/apis?\//);
    }
  });
});
