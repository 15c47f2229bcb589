/** A gateway with one of everything, for tests against real schemas. */
export const gatewayEverything = {
  listeners: {
    http: { port: 80, redirect: "given" },
    https: { port: 443, protocol: "HTTPS", hostname: "*.example.com", tls: {} },
    given: { port: 8443, protocol: "HTTPS", tls: { existingSecret: "own-tls" } },
  },
  insecure: ["unauthenticated", "plainHttp"],
  autoscaling: { min: 2, max: 6, cpu: 75 },
  disruptionBudget: { minAvailable: "50%" },
  resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "2", memory: "1Gi" } },
  pods: {
    imagePullSecrets: ["mirror"],
    nodeSelector: { "kubernetes.io/os": "linux" },
    tolerations: [{ key: "dedicated", operator: "Exists", effect: "NoExecute", tolerationSeconds: 60 }],
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
    priorityClassName: "platform",
    labels: { "azure.workload.identity/use": "true" },
    annotations: { "example.com/note": "x" },
    serviceAccount: { annotations: { "azure.workload.identity/client-id": "0" } },
  },
  image: { registry: "registry.example.com", repository: "agentgateway", tag: "v1.4.1", pullPolicy: "IfNotPresent" },
  service: { type: "ClusterIP", annotations: { "example.com/lb": "internal" } },
  logging: { level: "info", format: "json" },
  shutdown: { min: 10, max: 60 },
  env: { RUST_BACKTRACE: "1" },
  topologySpread: [{ topologyKey: "topology.kubernetes.io/zone" }],
  observability: {
    accessLog: {
      filter: "response.code >= 400",
      attributes: { add: { user: "jwt.sub" }, remove: ["http.path"] },
      otlp: { service: { name: "otel", port: 4318 }, protocol: "HTTP", path: "/v1/logs" },
    },
    tracing: {
      service: { name: "otel", port: 4317, namespace: "monitoring" },
      randomSampling: "0.1",
      clientSampling: "true",
      attributes: { add: { user: "jwt.sub" } },
      resources: { "deployment.environment": '"prod"' },
    },
    metrics: { attributes: { team: "apiKey.team" } },
  },
};
