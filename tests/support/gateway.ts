import fc from "fast-check";

const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Listeners on a port each: those of HTTPS with a Secret that is there, or with one that Pulumi makes. */
const listeners = fc
  .uniqueArray(
    fc.record({
      name,
      port: fc.integer({ min: 1, max: 9999 }),
      hostname: optional(fc.constantFrom("ai.example.com", "*.example.com")),
      tls: optional(fc.constantFrom({ secretName: "own-tls" }, {})),
    }),
    { minLength: 1, maxLength: 3, selector: ({ port }) => port },
  )
  .map((list) =>
    Object.fromEntries(list.map(({ name, ...rest }) => [name, { protocol: rest.tls ? "HTTPS" : "HTTP", ...rest }])),
  );

const scale = fc.oneof(
  fc.record({ replicas: optional(fc.integer({ min: 1, max: 9 })) }),
  fc.record({ autoscaling: fc.record({ max: fc.integer({ min: 1, max: 9 }) }) }),
);

const collector = {
  service: fc.record({ name: fc.constantFrom("otel", "collector"), port: fc.constantFrom(4317, 4318) }),
};

const observability = fc.record({
  accessLog: optional(
    fc.record({
      filter: optional(fc.constantFrom("response.code >= 400", "true")),
      otlp: optional(fc.record(collector)),
    }),
  ),
  tracing: optional(fc.record({ ...collector, randomSampling: fc.constantFrom("0.1", "true", "1e3") })),
  metrics: optional(
    fc.record({ attributes: fc.dictionary(name, fc.constantFrom("jwt.sub", '"on"'), { minKeys: 1, maxKeys: 3 }) }),
  ),
});

const rest = fc.record({
  logging: fc.record({
    level: fc.constantFrom("info", "debug", "on"),
    format: optional(fc.constantFrom("json", "text")),
  }),
  listeners,
  disruptionBudget: optional(fc.record({ minAvailable: fc.constantFrom(1, 2, "50%") })),
  resources: optional(
    fc.record({ limits: fc.record({ cpu: fc.constantFrom("2", "500m"), memory: fc.constant("1Gi") }) }),
  ),
  service: optional(
    fc.record({ type: fc.constantFrom("ClusterIP", "NodePort"), annotations: fc.constantFrom({}, { "a.io/b": "on" }) }),
  ),
  env: fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,6}$/), fc.constantFrom("on", "1e3", ""), { maxKeys: 3 }),
  topologySpread: fc.constantFrom([], [{ topologyKey: "topology.kubernetes.io/zone" }]),
  observability,
});

/** Any gateway. */
export const gateway = fc.tuple(scale, rest).map(([scaled, others]) => ({ ...scaled, ...others }));
