import assert from "node:assert/strict";
import { objectStatus, type Condition, type Reporting } from "../../../kube/conditions";

const GATEWAY_API = "gateway.networking.k8s.io";
const metadata = { namespace: "ns", name: "x", generation: 2 };

const condition = (type: string, status = "True", more: Partial<Condition> = {}): Condition => ({
  type,
  status,
  ...more,
});
const detailOf = (group: string, kind: string, status: Reporting["status"]) => {
  const { ok, detail } = objectStatus(group, kind, { metadata, status });
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

  it("of a kind that tells nothing is that it is there", () => {
    assert.deepEqual(detailOf("", "ConfigMap", undefined), [true, "is there"]);
  });
});
