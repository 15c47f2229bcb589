import fc from "fast-check";
import type { PlainObject } from "../../config/merge";
import { gateway } from "./gateway";

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
/** Services that are made elsewhere, for the checks want each one that is referred to. */
const existingServices = { "s-one": [80], "s-two": [9000], otel: [4317, 4318], collector: [4317, 4318] };
const service = fc.constantFrom({ name: "s-one", port: 80 }, { name: "s-two", port: 9000 });
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

const port = fc.integer({ min: 1, max: 65535 });
const probe = fc.oneof(
  fc.record({ http: fc.constantFrom("/", "/healthz"), port: optional(port) }),
  fc.record({ tcp: fc.constant(true), periodSeconds: optional(fc.integer({ min: 1, max: 60 })) }),
);
/** Variables of two prefixes, so that none is secret and not at once. */
const variables = <T>(prefix: string, value: fc.Arbitrary<T>) =>
  fc.dictionary(
    fc.stringMatching(/^[A-Z0-9_]{0,6}$/).map((rest) => prefix + rest),
    value,
    { maxKeys: 4 },
  );
const container = {
  replicas: fc.integer({ min: 0, max: 5 }),
  args: optional(fc.array(text, { maxLength: 3 })),
  env: variables("E", text),
  secrets: variables("S", fc.constant(true)),
  probes: optional(fc.record({ readiness: optional(probe), liveness: optional(probe) })),
  resources: optional(fc.record({ limits: fc.record({ cpu: fc.constantFrom("1", "250m") }) })),
  runAsUser: optional(fc.integer({ min: 0, max: 65535 })),
};
const host = fc.constantFrom("a.example.com", "b.example.com");

/** The paths that servers are at, few of them, so that some share one. */
const PATHS = ["/mcp", "/team/tools"];
const path = fc.constantFrom(...PATHS);
const protocol = fc.constantFrom("SSE", "StreamableHTTP");

const server = fc.oneof(
  fc.record({
    image: fc.constantFrom("example.com/tools:1", "example.com/tools:2"),
    port,
    protocol,
    path,
    ...container,
  }),
  fc.record({ service, protocol, path, upstreamPath: optional(fc.constant("/mcp/")) }),
  fc.record({ host, path, tls: fc.boolean(), apiKey: optional(fc.constant(true)) }),
  fc.record({ selector: fc.record({ matchLabels: fc.dictionary(name, name, { minKeys: 1, maxKeys: 3 }) }), path }),
);

const agent = fc.oneof(
  fc.record({ image: fc.constantFrom("example.com/agent:1", "example.com/agent:2"), ...container }),
  fc.record({ service }),
  fc.record({ host, port: optional(port), tls: fc.boolean() }),
);

const jwks = fc.oneof(
  fc.record({ inline: fc.constant('{"keys":[]}') }),
  fc.record({ service, path: name.map((at) => `/${at}`) }),
  fc.record({
    host,
    path: fc.constant("/.well-known/jwks.json"),
    cacheDuration: optional(fc.constantFrom("10m", "1h")),
  }),
);
const mcpRoute = fc.record({
  prefixMode: optional(fc.constantFrom("Always", "Never")),
  authorization: optional(fc.record({ matchExpressions: fc.array(name, { minLength: 1, maxLength: 3 }) })),
  oauth: optional(fc.record({ issuer: name, audiences: fc.array(name, { minLength: 1, maxLength: 3 }), jwks })),
});

/** Policies, none of which sets what another one does. */
const policies = fc.record({
  "p-limit": optional(
    fc.record({
      on: fc.constant("gateway"),
      rateLimit: fc.record({
        local: fc.record({ requests: fc.integer({ min: 1, max: 9 }), unit: fc.constant("Hours") }),
      }),
    }),
  ),
  "p-headers": optional(
    fc.record({
      on: fc.constant("gateway"),
      headers: fc.record({
        request: fc.record({
          set: fc.dictionary(name, fc.constantFrom("on", "1e3", "# no"), { minKeys: 1, maxKeys: 3 }),
        }),
      }),
    }),
  ),
  "p-jwt": optional(
    fc.record({
      on: fc.constant("gateway"),
      jwt: fc.record({
        providers: fc.dictionary(name, fc.record({ issuer: fc.constant("https://i"), jwks }), {
          minKeys: 1,
          maxKeys: 2,
        }),
      }),
    }),
  ),
  "p-access": optional(
    fc.record({ on: fc.constant("gateway"), authorization: fc.record({ rule: fc.constantFrom("true", "on") }) }),
  ),
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

/** MCP servers, and what is said of the paths that they are at. */
const mcp = fc
  .record({ servers: named("m", server), routes: fc.dictionary(path, mcpRoute) })
  .map(({ servers, routes }) => {
    const served = new Set<string>(Object.values(servers).map((each) => each.path));
    const mcpRoutes = Object.fromEntries(Object.entries(routes).filter(([at]) => served.has(at)));
    return { mcpServers: servers, mcpRoutes };
  });

/** Any catalogue: what an environment may be. */
export const anyCatalogue: fc.Arbitrary<PlainObject> = fc
  .record({ gateway, llmProviders, mcp, agents: named("a", agent), policies })
  .map(({ mcp: { mcpServers, mcpRoutes }, ...rest }) => {
    return withoutUndefined({ ...rest, mcpServers, mcpRoutes, existingServices }) as PlainObject;
  });

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, withoutUndefined(item)]),
  );
}
