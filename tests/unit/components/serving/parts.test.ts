import assert from "node:assert/strict";
import { expectedOf, type Expected } from "../../../../components/serving/expected";
import type { Facts, Workload } from "../../../../components/serving/facts";
import { healthOfPart, servingParts } from "../../../../components/serving/parts";
import { environmentFiles } from "../../../../components/environment";
import type { PlainObject } from "../../../../core/merge";
import { environment } from "../../../../dev/support/environment";
import type { KubernetesObject } from "../../../../kube/object";

const nothing: Facts = {
  gateways: [],
  workloads: [],
  services: [],
  pods: [],
  events: [],
  logs: new Map(),
  unread: new Set(),
};
const expected = (more: Partial<Expected> = {}): Expected => ({
  namespace: "ns",
  gateways: [],
  workloads: [],
  ownController: false,
  ...more,
});
const deployment = (name: string, more: Partial<Workload> = {}): Workload => ({
  kind: "Deployment",
  metadata: { namespace: "ns", name },
  spec: { replicas: 1 },
  status: { replicas: 1, updatedReplicas: 1, availableReplicas: 1 },
  ...more,
});
const idle = { spec: { replicas: 0 }, status: {} };
const controller = (more: Partial<Workload> = {}) =>
  deployment("agentgateway", {
    metadata: { namespace: "agentgateway-system", name: "agentgateway", labels: { agentgateway: "agentgateway" } },
    ...more,
  });
const states = (wanted: Partial<Expected>, facts: Partial<Facts>) =>
  servingParts(expected(wanted), { ...nothing, ...facts }).map((part) => {
    const { name, deployed, broken, state } = healthOfPart(part);
    return [name, deployed, broken, state];
  });

describe("what an environment needs to serve", () => {
  const workloads = [{ kind: "Deployment", name: "mcp", replicas: 1 }] as const;

  it("is its Gateways, its workloads and its controller", () => {
    const gateways = [{ name: "gw", paused: false }];
    assert.deepEqual(states({ gateways, workloads, ownController: true }, {}), [
      ["Gateway ns/gw", false, false, "is not there"],
      ["Deployment ns/mcp", false, false, "is not there"],
      ["Deployment agentgateway-system/agentgateway", false, false, "is not there"],
    ]);
  });

  it("works where all of it does", () => {
    assert.deepEqual(states({ workloads, ownController: true }, { workloads: [deployment("mcp"), controller()] }), [
      ["Deployment ns/mcp", true, false, "1 of 1 available"],
      ["Deployment agentgateway-system/agentgateway", true, false, "1 of 1 available"],
    ]);
  });

  it("is broken where time alone will not mend it", () => {
    const conditions = [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: "quota" }];
    assert.deepEqual(states({ workloads }, { workloads: [deployment("mcp", { status: { conditions } })] }), [
      [
        "Deployment ns/mcp",
        false,
        true,
        "0 of 1 replicas are available; the API server refuses its pods: FailedCreate: quota",
      ],
    ]);
  });

  it("may be a workload without replicas, where that is described, or nothing is", () => {
    for (const replicas of [0, undefined]) {
      assert.deepEqual(
        states(
          { workloads: [{ kind: "Deployment", name: "mcp", replicas }] },
          { workloads: [deployment("mcp", idle)] },
        ),
        [["Deployment ns/mcp", true, false, "is scaled to 0 replicas"]],
      );
    }
    assert.deepEqual(states({ workloads }, { workloads: [deployment("mcp", idle)] }), [
      ["Deployment ns/mcp", false, false, "is scaled to 0 replicas, described are 1"],
    ]);
  });

  it("is a controller that runs, also one of another stack where it can be seen", () => {
    assert.deepEqual(states({}, { workloads: [controller(idle)] }), [
      [
        "Deployment agentgateway-system/agentgateway",
        false,
        false,
        "is scaled to 0 replicas: nobody configures the gateways",
      ],
    ]);
    assert.deepEqual(states({}, {}), []);
  });

  it("is not known where it may not be read, which is no failure", () => {
    const unread = new Set(["gateways in ns", "deployments in ns", "deployments in agentgateway-system"]);
    const gateways = [{ name: "gw", paused: false }];
    assert.deepEqual(states({ gateways, workloads, ownController: true }, { unread }), [
      ["Gateway ns/gw", true, false, "not known: may not list gateways in ns"],
      ["Deployment ns/mcp", true, false, "not known: may not list deployments in ns"],
      [
        "Deployment agentgateway-system/agentgateway",
        true,
        false,
        "not known: may not list deployments in agentgateway-system",
      ],
    ]);
  });

  it("says where more may be known to others", () => {
    const unread = new Set(["pods in ns", "events in ns", "pods/log in other"]);
    const [[, , , state] = []] = states({ workloads }, { workloads: [deployment("mcp", { status: {} })], unread });
    assert.equal(state, "0 of 1 replicas are available; there may be more to tell: may not read pods, events in ns");
  });
});

describe("what an environment promises", () => {
  const objects = (layer: PlainObject) => environmentFiles(environment(layer)).flatMap((file) => file.objects);
  const promised = (layer: PlainObject, more: KubernetesObject[] = []) =>
    expectedOf(environment(layer), [...objects(layer), ...more]);

  it("is the gateway, and a workload for each MCP server and agent that has an image", () => {
    const layer = {
      mcpServers: { fetch: { image: "r/a:1", port: 80 }, far: { host: "mcp.example.com" } },
      agents: { planner: { image: "r/b:1", port: 80, replicas: 0 } },
    };
    const { gateways, workloads } = promised(layer);
    assert.deepEqual(gateways, [{ name: "agentgateway-proxy", paused: false }]);
    assert.deepEqual(workloads, [
      { kind: "Deployment", name: "fetch", replicas: 1 },
      { kind: "Deployment", name: "planner", replicas: 0 },
    ]);
  });

  it("knows a proxy that is described without replicas", () => {
    const parameters = objects({}).find(({ kind }) => kind === "AgentgatewayParameters") as KubernetesObject;
    const paused = { ...parameters, spec: { deployment: { spec: { replicas: 0 } } } };
    const others = objects({}).filter(({ kind }) => kind !== "AgentgatewayParameters");
    assert.deepEqual(expectedOf(environment({}), [...others, paused]).gateways, [
      { name: "agentgateway-proxy", paused: true },
    ]);
  });

  it("is no Gateway of another class, and every workload of a file of one's own", () => {
    const gateway = {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: { name: "theirs" },
      spec: { gatewayClassName: "istio" },
    };
    const set = { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: "db" }, spec: {} };
    const { gateways, workloads } = promised({}, [gateway, set]);
    assert.deepEqual(
      gateways.map(({ name }) => name),
      ["agentgateway-proxy"],
    );
    assert.deepEqual(workloads, [{ kind: "StatefulSet", name: "db" }]);
  });

  it("includes further kinds of Gateway API that manifests have, where they report whether they work", () => {
    const written = (apiVersion: string, kind: string) => ({ apiVersion, kind, metadata: { name: "a" } });
    const more = [
      written("gateway.networking.k8s.io/v1", "GRPCRoute"),
      { ...written("gateway.networking.k8s.io/v1", "GRPCRoute"), metadata: { name: "b" } },
      written("gateway.networking.k8s.io/v1", "ListenerSet"),
      written("gateway.networking.k8s.io/v1", "ReferenceGrant"),
      written("example.com/v1", "TCPRoute"),
    ];
    assert.deepEqual(promised({}).written, []);
    assert.deepEqual(
      promised({}, more).written?.map(({ kind }) => kind),
      ["GRPCRoute", "ListenerSet"],
    );
  });

  it("includes a controller, unless another stack has it", () => {
    assert.equal(promised({}).ownController, true);
    for (const delivery of ["direct", "gitops"])
      assert.equal(promised({ delivery, cluster: { controlPlane: "existing" } }).ownController, false);
  });
});
