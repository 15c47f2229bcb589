import fc from "fast-check";
import type { PlainObject } from "../../config/merge";

const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
/** Values that YAML readers love to take for something else. */
const tricky = fc.constantFrom(
  "on",
  "off",
  "yes",
  "no",
  "null",
  "~",
  "0755",
  "1e3",
  "1_000",
  "2026-01-01",
  "",
  " ",
  "a: b",
  "# no",
  "'",
  '"',
  "\n",
  "é",
);
const text = fc.oneof(tricky, fc.string({ unit: "grapheme-ascii", maxLength: 12 }));
const model = fc.oneof(fc.constantFrom("gpt-4.1", "1.0", "on"), name);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const json = fc.oneof(text, fc.boolean(), fc.integer(), fc.array(text, { maxLength: 2 }), fc.constant({ on: [] }));
const service = fc.record({ name, port: fc.integer({ min: 1, max: 65535 }) });
/** What any entry may say about its requests. */
const traffic = {
  modelAliases: optional(fc.dictionary(name, model, { maxKeys: 2 })),
  defaults: optional(fc.dictionary(name, json, { maxKeys: 3 })),
  promptEnrichment: optional(fc.record({ prepend: fc.tuple(fc.record({ role: name, content: text })) })),
  promptGuard: optional(
    fc.record({
      request: fc.array(
        fc.oneof(
          fc.record({ regex: fc.record({ patterns: fc.tuple(fc.constantFrom("on", "\\d+", "#")) }) }),
          fc.record({ webhook: fc.record({ service }) }),
          fc.record({ openAIModeration: fc.constant({}) }),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  ),
};

const provider = fc.oneof(
  fc.record({ provider: fc.constantFrom("openai", "anthropic", "gemini"), model: optional(model), ...traffic }),
  fc.record({
    provider: fc.constantFrom("openai", "anthropic"),
    auth: fc.constantFrom("apiKey", "none"),
    upstream: fc.record({
      host: fc.constantFrom("api.example.com", "ollama"),
      port: fc.constantFrom(443, 80),
      pathPrefix: fc.constantFrom("/v1", "/on"),
    }),
  }),
  fc.record({
    provider: fc.constant("custom"),
    service,
    formats: fc.subarray(["Completions", "Messages", "Embeddings"], { minLength: 1 }),
    ...traffic,
  }),
  fc.record({
    provider: fc.constant("azure"),
    resourceName: name,
    auth: fc.constantFrom("apiKey", "ambient", "servicePrincipal"),
  }),
  fc.record({ provider: fc.constant("vertexai"), projectId: name, model: optional(model) }),
  fc.record({
    provider: fc.constant("bedrock"),
    region: fc.constantFrom("us-east-1", "eu-central-1"),
    auth: fc.constantFrom("keys", "ambient"),
    promptCaching: optional(fc.record({ cacheTools: fc.boolean() })),
    model: optional(model),
  }),
  fc.record({
    provider: fc.constant("azureopenai"),
    endpoint: fc.constantFrom("a.openai.azure.com", "b.openai.azure.com"),
    deploymentName: model,
    apiVersion: fc.constantFrom("v1", "2024-10-21"),
  }),
);

const server = fc.record({
  image: fc.constantFrom("example.com/tools:1", "example.com/tools:2"),
  port: fc.integer({ min: 1, max: 65535 }),
  protocol: fc.constantFrom("SSE", "StreamableHTTP"),
  replicas: fc.integer({ min: 0, max: 5 }),
  env: fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,6}$/), text, { maxKeys: 4 }),
});

const agent = fc.record({
  image: fc.constantFrom("example.com/agent:1", "example.com/agent:2"),
  replicas: fc.integer({ min: 0, max: 5 }),
});

const gateway = fc.record({
  replicas: optional(fc.integer({ min: 1, max: 9 })),
  logging: fc.record({ level: fc.constantFrom("info", "debug", "on") }),
  listeners: fc.dictionary(name, fc.record({ port: fc.integer({ min: 1, max: 9999 }) }), { minKeys: 1, maxKeys: 3 }),
});

/** Prefixes keep the catalogues' names apart, so that every catalogue is valid and none is thrown away. */
const named = <T>(prefix: string, arbitrary: fc.Arbitrary<T>) =>
  fc.dictionary(
    name.map((rest) => `${prefix}-${rest}`),
    arbitrary,
    { maxKeys: 4 },
  );

/** Providers, and perhaps a failover that prefers them in some order. */
const llmProviders = named("l", provider).chain((providers) => {
  const names = Object.keys(providers);
  if (names.length === 0) return fc.constant<PlainObject>(providers);
  const group = fc.subarray(names, { minLength: 1 }).map((group) => group.map((use) => ({ use })));
  return optional(fc.record({ failover: fc.array(group, { minLength: 1, maxLength: 3 }), ...traffic })).map(
    (failover): PlainObject => (failover ? { ...providers, failover } : providers),
  );
});

/** Any catalogue: what an environment may be. */
export const anyCatalogue: fc.Arbitrary<PlainObject> = fc
  .record({ gateway, llmProviders, mcpServers: named("m", server), agents: named("a", agent) })
  .map((catalogue) => withoutUndefined(catalogue) as PlainObject);

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, withoutUndefined(item)]),
  );
}
