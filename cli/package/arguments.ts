import { a2aAgentSpec } from "../../components/a2a/spec";
import { gatewaySpec } from "../../components/gateway/spec";
import { llmProviderSpec } from "../../components/llm/spec";
import { mcpServerSpec } from "../../components/mcp/spec";
import { policySpec } from "../../components/policy/spec";
import { patchesSpec } from "../../components/patches";
import { contentsSchema } from "../../config/schema";
import type { Sources } from "../docs/comments";
import { alternatives, inputJsonSchema, objectsOf, type JsonSchema } from "../docs/schema";

/** A component that programs in all languages can create. `McpRouting` is none of them: it takes components as arguments. */
export const COMPONENTS = [
  "AgentGateway",
  "LlmProvider",
  "McpServer",
  "A2aAgent",
  "GatewayPolicy",
  "AgentGatewayEnvironment",
] as const;

export type ComponentName = (typeof COMPONENTS)[number];

/** A value that decides which objects there are: no output. */
const plain = (type: string): JsonSchema => ({ type, plain: true });
const patches = () => inputJsonSchema(patchesSpec);

const ofEntry = (): JsonSchema => ({
  properties: { objectName: plain("string"), namespace: { type: "string" }, patches: patches() },
});
const onGateway = (): JsonSchema => ({
  properties: { gateway: { type: "string" }, ...ofEntry().properties },
  required: ["gateway"],
});

/** What each component takes, as a JSON Schema without descriptions. */
const ARGUMENTS: Record<ComponentName, () => JsonSchema> = {
  AgentGateway: () => {
    const schema = without(inputJsonSchema(gatewaySpec), "name");
    // The component has another one.
    delete schema.properties?.parameters?.default;
    return withFields(schema, ofEntry());
  },
  LlmProvider: () => withFields(inputJsonSchema(llmProviderSpec), onGateway()),
  McpServer: () => {
    const { properties, required } = onGateway();
    return withFields(inputJsonSchema(mcpServerSpec), {
      properties: { ...properties, routed: plain("boolean") },
      required,
    });
  },
  A2aAgent: () => withFields(inputJsonSchema(a2aAgentSpec), onGateway()),
  GatewayPolicy: () => {
    const schema = withFields(inputJsonSchema(policySpec), onGateway());
    return { ...schema, properties: { ...schema.properties, on: oneField(schema.properties?.on ?? {}) } };
  },
  AgentGatewayEnvironment: () =>
    withFields(inputJsonSchema(contentsSchema), {
      properties: { namespace: { type: "string" }, createNamespace: plain("boolean") },
      required: ["namespace"],
    }),
};

/** What each component takes, as a JSON Schema with the meaning of each field. */
export function componentArguments(sources: Sources): Record<ComponentName, JsonSchema> {
  const described = COMPONENTS.map((name) => {
    const schema = ARGUMENTS[name]();
    sources.describe(schema, "exports.ts", `${name}Args`);
    return [name, schema] as const;
  });
  return Object.fromEntries(described) as Record<ComponentName, JsonSchema>;
}

/** Objects of which each has one of the fields, as the component's type has them. */
function oneField(schema: JsonSchema): JsonSchema {
  const single = objectsOf(schema).flatMap(({ properties = {} }) =>
    Object.entries(properties).map(([name, field]) => ({ properties: { [name]: field }, required: [name] })),
  );
  return { anyOf: [...(alternatives(schema) ?? []).filter(({ properties }) => !properties), ...single] };
}

function without(schema: JsonSchema, field: string): JsonSchema {
  const { [field]: _, ...properties } = schema.properties ?? {};
  return { ...schema, properties };
}

/** Adds fields to each object that a value may be. */
function withFields(schema: JsonSchema, { properties, required = [] }: JsonSchema): JsonSchema {
  for (const object of objectsOf(schema)) {
    object.properties = { ...structuredClone(properties), ...object.properties };
    object.required = [...required, ...(object.required ?? [])];
  }
  return schema;
}
