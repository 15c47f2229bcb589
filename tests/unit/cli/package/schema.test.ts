import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { JsonSchema } from "../../../../cli/docs/schema";
import { COMPONENTS } from "../../../../cli/package/arguments";
import { PACKAGE_SCHEMA, packageSchema } from "../../../../cli/package/schema";
import { token, type PackageSchema } from "../../../../cli/package/packageSchema";
import { SECRET_KEYS } from "../../../../components/llm/provider/auth/forms";
import * as library from "../../../../exports";

const committed = JSON.parse(readFileSync(PACKAGE_SCHEMA, "utf8")) as PackageSchema;

/** The package of one component with such arguments. */
function withArguments(schema: JsonSchema): { inputs: Record<string, object>; types: Record<string, unknown> } {
  const { resources, types } = packageSchema({ LlmProvider: schema }, {});
  return { inputs: resources[token("LlmProvider")]?.inputProperties ?? {}, types };
}

const string = { type: "string" };

describe("the schema of the package for other languages", () => {
  it("makes one object of kinds that a key tells, with what all need required", () => {
    const schema = packageSchema(
      {
        McpServer: {
          oneOf: [
            {
              properties: { path: string, image: string, port: { type: "integer", default: 8000 } },
              required: ["path", "image"],
            },
            {
              properties: { path: string, host: string, port: { type: "integer", default: 443 } },
              required: ["path", "host"],
            },
          ],
        },
      },
      {},
    );
    const { inputProperties, requiredInputs } = schema.resources[token("McpServer")] ?? {};
    assert.deepEqual(inputProperties, { path: string, image: string, port: { type: "integer" }, host: string });
    assert.deepEqual(requiredInputs, ["path"]);
  });

  it("tells the meaning of a field with each kind, where it differs", () => {
    const desired = (description: string) => ({ type: "integer", description });
    const { inputs } = withArguments({
      oneOf: [
        { properties: { image: string, port: desired("Port of the container.") }, required: ["image"] },
        { properties: { host: string, port: desired("Port of the server.") }, required: ["host"] },
      ],
    });
    const description = "With `image`: Port of the container. With `host`: Port of the server.";
    assert.deepEqual(inputs.port, { type: "integer", description });
  });

  it("makes a choice of the constants that tell kinds", () => {
    const kind = (value: string) => ({ type: "string", const: value, description: `Of ${value}.` });
    const { inputs, types } = withArguments({
      oneOf: [{ properties: { provider: kind("openai") } }, { properties: { provider: kind("bedrock") } }],
    });
    assert.deepEqual(inputs.provider, {
      $ref: `#/types/${token("LlmProviderProvider")}`,
      description: "`openai`: Of openai. `bedrock`: Of bedrock.",
    });
    assert.deepEqual(types[token("LlmProviderProvider")], {
      type: "string",
      enum: [{ value: "openai" }, { value: "bedrock" }],
    });
  });

  it("marks secrets, also those of a map, and says nothing of `true` in their place", () => {
    const { inputs } = withArguments({
      properties: {
        apiKey: { secret: true },
        declared: { secret: "declared" },
        secrets: { type: "object", additionalProperties: { secret: "declared" } },
      },
    });
    assert.deepEqual(inputs, {
      apiKey: { type: "string", secret: true },
      declared: { type: "string", secret: true },
      secrets: { type: "object", additionalProperties: string, secret: true },
    });
  });

  it("keeps apart what is no object, and takes any JSON where the schema does", () => {
    const { inputs } = withArguments({
      properties: {
        retry: { anyOf: [{ type: "boolean", const: false }, { properties: { attempts: { type: "integer" } } }] },
        percent: { anyOf: [{ type: "integer" }, string] },
        patches: { type: "object", additionalProperties: { anyOf: [{}, { type: "null" }] } },
      },
    });
    assert.deepEqual(inputs, {
      retry: { oneOf: [{ $ref: `#/types/${token("LlmProviderRetry")}` }, { type: "boolean" }] },
      percent: { oneOf: [{ type: "integer" }, string] },
      patches: { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } },
    });
  });

  it("gives types of the same content one name, without a component's where several share it", () => {
    const service = { properties: { service: { properties: { name: string }, required: ["name"] } } };
    const { types, resources } = packageSchema({ LlmProvider: service, McpServer: structuredClone(service) }, {});
    assert.deepEqual(Object.keys(types), [token("Service")]);
    for (const { inputProperties } of Object.values(resources))
      assert.deepEqual(inputProperties.service, { $ref: `#/types/${token("Service")}` });
  });

  describe("as it is committed", () => {
    it("has a component for each class, but for those that are for TypeScript only", () => {
      // One takes components as arguments; the others prepare clusters and an Argo CD.
      const only = [
        "McpRouting",
        "AgentGatewayController",
        "ArgoCd",
        "GatewayApi",
        "GitRepository",
        "RootApplication",
        "TargetCluster",
      ];
      const classes = Object.keys(library).filter((name) => !only.includes(name));
      assert.deepEqual(Object.keys(committed.resources).sort(), classes.map(token).sort());
      assert.deepEqual([...COMPONENTS].sort(), classes.sort());
    });

    it("gives every field a meaning", () => {
      const objects = Object.entries({ ...committed.resources, ...committed.types }) as [string, Described][];
      const silent = objects.flatMap(([name, { properties = {}, inputProperties = {} }]) =>
        Object.entries({ ...properties, ...inputProperties })
          .filter(([, { description }]) => !description)
          .map(([field]) => `${name}.${field}`),
      );
      assert.ok(objects.length > 100);
      assert.deepEqual(silent, []);
    });

    it("refers to no type that it has not, and has none that nothing refers to", () => {
      const references = [...JSON.stringify(committed).matchAll(/"#\/types\/([^"]+)"/g)].map(([, name]) => name);
      assert.deepEqual([...new Set(references)].sort(), Object.keys(committed.types).sort());
    });

    it("keeps every credential of a provider secret", () => {
      const { inputProperties = {} } = committed.resources[token("LlmProvider")] ?? {};
      const secret = Object.entries(inputProperties).filter(([, property]) => property.secret);
      assert.deepEqual(secret.map(([name]) => name).sort(), [...Object.keys(SECRET_KEYS), "moderationKey"].sort());
    });
  });
});

interface Described {
  properties?: Record<string, { description?: string }>;
  inputProperties?: Record<string, { description?: string }>;
}
