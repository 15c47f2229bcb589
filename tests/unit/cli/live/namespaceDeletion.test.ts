import assert from "node:assert/strict";
import { obstaclesOf, remainingKinds, unavailableApis } from "../../../../cli/live/namespaceDeletion";

const condition = (type: string, status: string, message: string, reason = "") => ({ type, status, message, reason });
const object = (kind: string, name: string, conditions: object[]) => ({
  apiVersion: "v1",
  kind,
  metadata: { name },
  status: { conditions },
});

describe("live: the deletion of a namespace", () => {
  it("names the conditions that hold, each with what to do", () => {
    const namespace = object("Namespace", "prod", [
      condition("NamespaceDeletionDiscoveryFailure", "True", "Discovery failed for some groups, 1 failing: stale "),
      condition("NamespaceContentRemaining", "False", "All content successfully removed"),
      condition("NamespaceFinalizersRemaining", "True", "example.com/hold in 1 resource instances"),
      condition("SomethingElse", "True", ""),
    ]);
    assert.deepEqual(
      obstaclesOf(namespace).map(({ condition: type, problem }) => [type, problem]),
      [
        ["NamespaceDeletionDiscoveryFailure", "Discovery failed for some groups, 1 failing: stale"],
        ["NamespaceFinalizersRemaining", "example.com/hold in 1 resource instances"],
      ],
    );
    assert.match(obstaclesOf(namespace)[0]!.remedy, /kubectl get apiservices/);
    assert.deepEqual(obstaclesOf(object("Namespace", "new", [])), []);
  });

  it("reads the kinds that remain", () => {
    const text =
      "Some resources are remaining: configmaps. has 1 resource instances, httproutes.gateway.networking.k8s.io has 2 resource instances";
    assert.deepEqual(remainingKinds(text), [
      { plural: "configmaps", group: "" },
      { plural: "httproutes", group: "gateway.networking.k8s.io" },
    ]);
  });

  it("names the aggregated APIs that do not answer, and no other", () => {
    const broken = object("APIService", "v1beta1.custom.metrics.k8s.io", [
      condition("Available", "False", "service/missing is not present", "ServiceNotFound"),
    ]);
    const local = object("APIService", "v1.apps", [
      condition("Available", "True", "Local APIServices are always available"),
    ]);
    assert.deepEqual(unavailableApis([broken, local, object("APIService", "v1.new", [])]), [
      {
        name: "v1beta1.custom.metrics.k8s.io",
        problem:
          "does not answer (ServiceNotFound: service/missing is not present): it can't list what is in a namespace, and so it can delete none",
      },
    ]);
  });
});
