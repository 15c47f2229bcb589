import assert from "node:assert/strict";
import { gateway, parameters } from "../../components/gateway/build";
import { gatewaySpec } from "../../components/gateway/spec";

describe("the gateway", () => {
  it("writes out the defaults of list items, which Argo CD would report as drift", () => {
    const spec = gatewaySpec.parse({ listeners: { web: { port: 8080 }, http: { port: 80 } } });
    assert.deepEqual(gateway(spec), {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: { name: "agentgateway-proxy" },
      spec: {
        gatewayClassName: "agentgateway",
        infrastructure: {
          parametersRef: { group: "agentgateway.dev", kind: "AgentgatewayParameters", name: "default-parameters" },
        },
        listeners: [
          { name: "http", port: 80, protocol: "HTTP", allowedRoutes: { namespaces: { from: "Same" } } },
          { name: "web", port: 8080, protocol: "HTTP", allowedRoutes: { namespaces: { from: "Same" } } },
        ],
      },
    });
  });

  it("says nothing of replicas unless told, so that an autoscaler can", () => {
    assert.deepEqual(parameters(gatewaySpec.parse({})).spec, { logging: { level: "info" } });
    assert.deepEqual(parameters(gatewaySpec.parse({ replicas: 3 })).spec, {
      logging: { level: "info" },
      deployment: { spec: { replicas: 3 } },
    });
  });
});
