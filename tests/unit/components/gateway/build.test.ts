import assert from "node:assert/strict";
import { gateway, parameters, tlsSecrets } from "../../../../components/gateway/build";
import { milliseconds } from "../../../../components/duration";
import { gatewaySpec } from "../../../../components/gateway/spec";
import { SecretValue } from "../../../../core/secret";

/** What is wrong with a gateway: where, and what. */
const errors = (input: object) =>
  gatewaySpec.safeParse(input).error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`) ?? [];

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

  it("terminates TLS with a given Secret, or with one from encrypted configuration", () => {
    const spec = gatewaySpec.parse({
      listeners: {
        given: { port: 443, protocol: "HTTPS", hostname: "a.example.com", tls: { existingSecret: "own" } },
        made: { port: 443, protocol: "HTTPS", hostname: "b.example.com", tls: {} },
      },
    });
    const listener = (name: string, secret: string) => ({
      port: 443,
      protocol: "HTTPS",
      hostname: `${name}.example.com`,
      tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: secret }] },
      allowedRoutes: { namespaces: { from: "Same" } },
    });
    assert.deepEqual((gateway(spec).spec as { listeners: object[] }).listeners, [
      { name: "given", ...listener("a", "own") },
      { name: "made", ...listener("b", "agentgateway-proxy-made-tls") },
    ]);
  });

  it("makes a Secret only for the certificate that it is given", () => {
    const certificate = new SecretValue("C");
    const spec = gatewaySpec.parse({
      listeners: {
        given: { port: 443, protocol: "HTTPS", tls: { existingSecret: "own" } },
        made: { port: 8443, protocol: "HTTPS", tls: { certificate } },
        plain: { port: 80 },
      },
    });
    const path = "gateway.listeners.made.tls";
    assert.deepEqual(tlsSecrets(spec), [
      [
        "made",
        {
          name: "agentgateway-proxy-made-tls",
          type: "kubernetes.io/tls",
          entries: [
            { path: `${path}.certificate`, key: "tls.crt", value: certificate, required: true },
            { path: `${path}.key`, key: "tls.key", value: undefined, required: true },
          ],
        },
      ],
    ]);
  });

  const wrong: [string, object, string[]][] = [
    [
      "HTTPS without a certificate",
      { listeners: { https: { port: 443, protocol: "HTTPS" } } },
      ["listeners.https.tls needs a certificate: protocol is HTTPS"],
    ],
    [
      "a certificate for plain HTTP",
      { listeners: { http: { port: 80, tls: {} } } },
      ["listeners.http.tls needs protocol HTTPS"],
    ],
    [
      "a certificate both given and referred to",
      {
        listeners: { https: { port: 443, protocol: "HTTPS", tls: { existingSecret: "s", key: new SecretValue("K") } } },
      },
      ["listeners.https.tls needs either existingSecret, or certificate and key"],
    ],
    [
      "two listeners of a port for one host name",
      { listeners: { a: { port: 80 }, b: { port: 80 } } },
      ["listeners.b.port is the port of the listener a too, which has the same host name"],
    ],
    [
      "two protocols on a port",
      {
        listeners: {
          a: { port: 80, hostname: "a.example.com" },
          b: { port: 80, protocol: "HTTPS", hostname: "b.example.com", tls: {} },
        },
      },
      ["listeners.b.port is the port of the listener a too, which has another protocol"],
    ],
    [
      "replicas beside an autoscaler",
      { replicas: 2, autoscaling: { max: 4 } },
      ["replicas is fixed, yet autoscaling would change it: leave out one of them"],
    ],
    ["an autoscaler upside down", { autoscaling: { min: 3, max: 2 } }, ["autoscaling.max must not be less than min"]],
    [
      "a disruption budget of both kinds",
      { disruptionBudget: { minAvailable: 1, maxUnavailable: 1 } },
      ["disruptionBudget needs exactly one of minAvailable, maxUnavailable"],
    ],
    [
      "a shutdown that ends before it begins",
      { shutdown: { min: 9, max: 3 } },
      ["shutdown.max must not be less than min"],
    ],
    [
      "a path at a collector that speaks gRPC",
      { observability: { tracing: { service: { name: "otel", port: 4317 }, path: "/v1/traces" } } },
      ["observability.tracing.path needs protocol HTTP"],
    ],
    [
      "a sampling rate that is a number",
      { observability: { tracing: { service: { name: "otel", port: 4317 }, randomSampling: 0.1 } } },
      ["observability.tracing.randomSampling Invalid input: expected string, received number"],
    ],
  ];
  for (const [title, input, expected] of wrong) {
    it(`refuses ${title}`, () => assert.deepEqual(errors(input), expected));
  }
});

describe("the proxy", () => {
  const shaped = (input: object) => parameters(gatewaySpec.parse(input)).spec;
  const logging = { level: "info" };
  const securityContext = { seccompProfile: { type: "RuntimeDefault" } };
  /** What it always is: with the seccomp profile that Pod Security `restricted` asks for. */
  const always = { logging, deployment: { spec: { template: { spec: { securityContext } } } } };

  const forms: [string, object, object][] = [
    ["nothing of replicas unless told, so that an autoscaler can", {}, always],
    [
      "replicas",
      { replicas: 3 },
      { logging, deployment: { spec: { replicas: 3, template: { spec: { securityContext } } } } },
    ],
    [
      "an autoscaler",
      { autoscaling: { min: 2, max: 6 } },
      {
        ...always,
        horizontalPodAutoscaler: {
          spec: {
            minReplicas: 2,
            maxReplicas: 6,
            metrics: [
              { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
            ],
          },
        },
      },
    ],
    [
      "a disruption budget",
      { disruptionBudget: { maxUnavailable: "50%" } },
      { ...always, podDisruptionBudget: { spec: { maxUnavailable: "50%" } } },
    ],
    [
      "resources",
      { resources: { requests: { cpu: "250m" }, limits: { memory: "1Gi" } } },
      { ...always, resources: { requests: { cpu: "250m" }, limits: { memory: "1Gi" } } },
    ],
    [
      "an image",
      { image: { registry: "registry.example.com", tag: "v1.4.1", pullPolicy: "Always" } },
      { ...always, image: { registry: "registry.example.com", tag: "v1.4.1", pullPolicy: "Always" } },
    ],
    [
      "a Service",
      { service: { type: "ClusterIP", annotations: { "example.com/lb": "internal" } } },
      {
        ...always,
        service: { metadata: { annotations: { "example.com/lb": "internal" } }, spec: { type: "ClusterIP" } },
      },
    ],
    ["an empty Service, which is none", { service: {} }, always],
    ["the form of the log", { logging: { format: "json" } }, { ...always, logging: { level: "info", format: "json" } }],
    ["a shutdown", { shutdown: { min: 5, max: 30 } }, { ...always, shutdown: { min: 5, max: 30 } }],
    [
      "environment variables, by name",
      { env: { B: "2", A: "1" } },
      {
        ...always,
        env: [
          { name: "A", value: "1" },
          { name: "B", value: "2" },
        ],
      },
    ],
    [
      "a spread over zones, of the proxy's own pods",
      { name: "gw", topologySpread: [{ topologyKey: "topology.kubernetes.io/zone" }] },
      {
        logging,
        deployment: {
          spec: {
            template: {
              spec: {
                securityContext,
                topologySpreadConstraints: [
                  {
                    topologyKey: "topology.kubernetes.io/zone",
                    maxSkew: 1,
                    whenUnsatisfiable: "ScheduleAnyway",
                    labelSelector: { matchLabels: { "gateway.networking.k8s.io/gateway-name": "gw" } },
                  },
                ],
              },
            },
          },
        },
      },
    ],
  ];
  for (const [title, input, expected] of forms) {
    it(`says ${title}`, () => assert.deepEqual(shaped(input), expected));
  }

  it("reads durations as Gateway API does", () => {
    assert.deepEqual(["100ms", "1s", "1h30m", "1m1ms"].map(milliseconds), [100, 1000, 5_400_000, 60_001]);
  });
});
