import assert from "node:assert/strict";
import { objectStatus, type Condition, type Reporting } from "../../../kube/conditions";

const GATEWAY_API = "gateway.networking.k8s.io";
const metadata = { namespace: "ns", name: "x", generation: 2 };

const condition = (type: string, status = "True", more: Partial<Condition> = {}): Condition => ({
  type,
  status,
  ...more,
});
const detailOf = (group: string, kind: string, status: Reporting["status"], spec?: Reporting["spec"]) => {
  const { ok, detail } = objectStatus(group, kind, { metadata, status, spec });
  return [ok, detail];
};

describe("the state of an object", () => {
  it("is good when each condition that counts is true", () => {
    const conditions = [condition("Accepted"), condition("Programmed"), condition("Other", "False")];
    assert.deepEqual(objectStatus(GATEWAY_API, "Gateway", { metadata, status: { conditions } }), {
      kind: "Gateway",
      name: "ns/x",
      ok: true,
      detail: "Accepted, Programmed",
    });
  });

  it("shows reason and message of a condition that is not, and which is not reported", () => {
    const conditions = [condition("Programmed", "False", { reason: "Invalid", message: "no" })];
    assert.deepEqual(detailOf(GATEWAY_API, "Gateway", { conditions }), [
      false,
      "Accepted is not reported yet; not Programmed: Invalid: no",
    ]);
    assert.deepEqual(detailOf("agentgateway.dev", "AgentgatewayBackend", undefined), [
      false,
      "Accepted is not reported yet",
    ]);
  });

  it("is not good by what was said of an object before its last change", () => {
    const conditions = [condition("Accepted", "True", { observedGeneration: 1 })];
    assert.deepEqual(detailOf("agentgateway.dev", "AgentgatewayBackend", { conditions }), [
      false,
      "Accepted is not reported of the change yet",
    ]);
    conditions[0]!.observedGeneration = 2;
    assert.deepEqual(detailOf("agentgateway.dev", "AgentgatewayBackend", { conditions }), [true, "Accepted"]);
  });

  it("of a route is what each of its Gateways says", () => {
    const parent = (name: string, resolved: string) => ({
      parentRef: { name },
      conditions: [
        condition("Accepted"),
        condition("ResolvedRefs", resolved, { reason: "BackendNotFound", message: "x" }),
      ],
    });
    for (const kind of ["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute"]) {
      assert.deepEqual(detailOf(GATEWAY_API, kind, { parents: [parent("g", "True")] }), [
        true,
        "Accepted, ResolvedRefs",
      ]);
      assert.deepEqual(detailOf(GATEWAY_API, kind, { parents: [parent("g", "True"), parent("h", "False")] }), [
        false,
        "h: not ResolvedRefs: BackendNotFound: x",
      ]);
      assert.deepEqual(detailOf(GATEWAY_API, kind, {}), [false, "no Gateway has taken it up"]);
    }
  });

  it("of a policy is what each of its targets says, and a policy of which a part was dropped is not good", () => {
    const ancestor = (...conditions: Condition[]) => ({ ancestorRef: { name: "g" }, conditions });
    const state = (...conditions: Condition[]) =>
      detailOf("agentgateway.dev", "AgentgatewayPolicy", { ancestors: [ancestor(...conditions)] });
    assert.deepEqual(state(condition("Accepted"), condition("Attached")), [true, "Accepted, Attached"]);
    assert.deepEqual(
      state(condition("Accepted"), condition("Attached", "False", { reason: "Pending", message: "not found" })),
      [false, "g: not Attached: Pending: not found"],
    );
    assert.deepEqual(state(condition("Accepted", "True", { reason: "PartiallyValid", message: "bad CEL" })), [
      false,
      "g: PartiallyValid: bad CEL",
    ]);
    assert.deepEqual(detailOf("agentgateway.dev", "AgentgatewayPolicy", {}), [
      false,
      "nothing that it is attached to has taken it up",
    ]);
  });

  it("of a Deployment is that all pods are of the last description and available", () => {
    const state = (status: Reporting["status"], replicas?: number) =>
      detailOf("apps", "Deployment", status, { replicas });
    const seen = { observedGeneration: 2 };
    assert.deepEqual(state({ ...seen, replicas: 2, updatedReplicas: 2, availableReplicas: 2 }, 2), [
      true,
      "2 of 2 available",
    ]);
    assert.deepEqual(state({ ...seen, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }), [
      true,
      "1 of 1 available",
    ]);
    assert.deepEqual(state({ observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 })[0], false);
    assert.deepEqual(state({ ...seen, replicas: 2, updatedReplicas: 1, availableReplicas: 2 })[0], false);
    const conditions = [
      condition("Available", "False", { reason: "MinimumReplicasUnavailable", message: "short" }),
      condition("Progressing"),
      condition("ReplicaFailure", "True", { reason: "FailedCreate", message: "quota" }),
    ];
    assert.deepEqual(state({ ...seen, replicas: 1, updatedReplicas: 1, conditions }), [
      false,
      "0 of 1 available; Available: MinimumReplicasUnavailable: short; ReplicaFailure: FailedCreate: quota",
    ]);
  });

  it("of a kind that tells nothing is that it is there", () => {
    assert.deepEqual(detailOf("", "ConfigMap", undefined), [true, "is there"]);
  });
});
