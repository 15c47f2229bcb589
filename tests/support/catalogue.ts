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

const provider = fc.oneof(
  fc.record({ provider: fc.constantFrom("openai", "anthropic", "gemini"), model: optional(model) }),
  fc.record({ provider: fc.constant("vertexai"), projectId: name, model: optional(model) }),
  fc.record({
    provider: fc.constant("bedrock"),
    region: fc.constantFrom("us-east-1", "eu-central-1"),
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
        providers: fc.dictionary(name, fc.constant({ issuer: "https://i", jwks: { inline: "{}" } }), {
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

/** Any catalogue: what an environment may be. */
export const anyCatalogue: fc.Arbitrary<PlainObject> = fc
  .record({
    gateway,
    llmProviders: named("l", provider),
    mcpServers: named("m", server),
    agents: named("a", agent),
    policies,
  })
  .map((catalogue) => withoutUndefined(catalogue) as PlainObject);

function withoutUndefined(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, withoutUndefined(item)]),
  );
}
