import assert from "node:assert/strict";
import { observability } from "../../../../components/gateway/observability";
import { gatewaySpec } from "../../../../components/gateway/spec";

const policies = (input: object) => observability(gatewaySpec.parse({ name: "gw", observability: input }));
const backendRef = { group: "", kind: "Service", name: "otel", port: 4317 };

describe("observability", () => {
  it("is no policy unless asked for", () => {
    assert.deepEqual(policies({}), []);
  });

  it("is one policy on the Gateway", () => {
    assert.deepEqual(policies({ accessLog: { filter: "response.code >= 400" } }), [
      {
        apiVersion: "agentgateway.dev/v1alpha1",
        kind: "AgentgatewayPolicy",
        metadata: { name: "gw-observability" },
        spec: {
          targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "gw" }],
          frontend: { accessLog: { filter: "response.code >= 400" } },
        },
      },
    ]);
  });

  const forms: [string, object, object][] = [
    [
      "the fields of an access log, and its collector",
      {
        accessLog: {
          attributes: { add: { user: "jwt.sub", team: "apiKey.team" }, remove: ["http.path"] },
          otlp: { service: { name: "otel", port: 4318, namespace: "monitoring" }, protocol: "HTTP", path: "/v1/logs" },
        },
      },
      {
        accessLog: {
          attributes: {
            add: [
              { name: "team", expression: "apiKey.team" },
              { name: "user", expression: "jwt.sub" },
            ],
            remove: ["http.path"],
          },
          otlp: {
            backendRef: { ...backendRef, port: 4318, namespace: "monitoring" },
            protocol: "HTTP",
            path: "/v1/logs",
          },
        },
      },
    ],
    [
      "traces",
      {
        tracing: {
          service: { name: "otel", port: 4317 },
          randomSampling: "0.1",
          clientSampling: "true",
          attributes: { add: { user: "jwt.sub" } },
          resources: { "deployment.environment": '"prod"' },
        },
      },
      {
        tracing: {
          backendRef,
          protocol: "GRPC",
          randomSampling: "0.1",
          clientSampling: "true",
          attributes: { add: [{ name: "user", expression: "jwt.sub" }] },
          resources: [{ name: "deployment.environment", expression: '"prod"' }],
        },
      },
    ],
    [
      "labels of metrics",
      { metrics: { attributes: { team: "apiKey.team" } } },
      { metrics: { attributes: { add: [{ name: "team", expression: "apiKey.team" }] } } },
    ],
  ];
  for (const [title, input, expected] of forms) {
    it(`has ${title}`, () => {
      const { frontend } = policies(input)[0]?.spec as { frontend: object };
      assert.deepEqual(frontend, expected);
    });
  }
});
