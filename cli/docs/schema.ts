import { z } from "zod";
import { environmentSchema } from "../../config/schema";
import { PROJECT } from "../../config/stackfile";
import { SWITCHABLE } from "../../config/validate";
import type { ApiPlace } from "../../components/apiFields";
import { apiSchema, patchesSchema } from "./patches";

/** A JSON Schema, as far as this project's have one. */
export interface JsonSchema {
  type?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  /** Ours: the value comes encrypted; `declared`, where `true` may replace it. */
  secret?: true | "declared";
  /** Ours: a stack does not take the value from the one that it extends. */
  inherited?: false;
  /** Ours: the fields of the value are the API's. */
  api?: ApiPlace;
  [keyword: string]: unknown;
}

/** The schemas that a schema is made of, each with its place among the type's members. */
export function alternatives({ anyOf, oneOf }: JsonSchema): JsonSchema[] | undefined {
  return anyOf ?? oneOf;
}

/** What may be said of an environment, complete: as `platform.ts` and a stack together have to say it. */
export function environmentJsonSchema(): JsonSchema {
  const schema = inputJsonSchema(environmentSchema);
  for (const place of SWITCHABLE) {
    const holder = place.reduce<JsonSchema | undefined>((within, key) => within?.properties?.[key], schema);
    const entries = holder?.additionalProperties as JsonSchema;
    for (const entry of objectsOf(entries)) entry.properties = { ...entry.properties, enabled: { type: "boolean" } };
  }
  return schema;
}

/** What a schema takes, as people write it. */
export function inputJsonSchema(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
    override: ({ jsonSchema }) => withoutInternal(jsonSchema as JsonSchema),
  }) as JsonSchema;
}

/** The objects that a value may be. */
export function objectsOf(schema: JsonSchema): JsonSchema[] {
  const some = alternatives(schema);
  return some ? some.flatMap(objectsOf) : schema.properties ? [schema] : [];
}

/**
 * Takes out what nobody may write: the `kind` that the validation adds to what is tagged by a key of its own, and fields that
 * are there to be refused.
 */
function withoutInternal({ properties = {}, required }: JsonSchema): void {
  for (const [name, { not }] of Object.entries(properties)) if (not !== undefined) delete properties[name];
  const kind = properties.kind?.const;
  if (typeof kind !== "string" || !(kind in properties)) return;
  delete properties.kind;
  required?.splice(required.indexOf("kind"), 1);
}

/**
 * The schema of a `Pulumi.<stack>.yaml`: what the catalogue says need not be said again, so nothing is required, but for
 * the items of lists, which are taken whole.
 */
export function stackFileSchema(environment: JsonSchema): JsonSchema {
  const ofApi: Record<string, JsonSchema> = {};
  const { properties = {} } = partial(environment, ofApi);
  const extended = {
    type: "string",
    description:
      "Another stack, upon whose `Pulumi.<stack>.yaml` this one builds, but for its secrets and what only one can have.",
  };
  const { schema: patches, definitions } = patchesSchema(properties.patches ?? {});
  const keys = Object.entries({ ...properties, patches, extends: extended });
  const prefixed = keys.map(([key, schema]) => [`${PROJECT}:${key}`, schema] as const);
  // Pulumi takes a key without a prefix for the project's own.
  const short = keys.map(([key]) => [key, { $ref: `#/properties/config/properties/${PROJECT}:${key}` }] as const);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: `Pulumi.<stack>.yaml of ${PROJECT}`,
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries<JsonSchema>([...prefixed, ...short]),
        // Keys of providers and other projects are theirs.
        patternProperties: { [`^(?!${PROJECT}:)[^:]+:`]: {} },
        additionalProperties: false,
      },
    },
    definitions: { ...(environment.definitions as Record<string, JsonSchema> | undefined), ...definitions, ...ofApi },
  };
}

const encrypted: JsonSchema = {
  type: "object",
  properties: { secure: { type: "string", description: "Written by `pulumi config set --secret --path`." } },
  required: ["secure"],
  additionalProperties: false,
};

/** @param ofApi gets the definitions that fields of the API refer to */
function partial(schema: JsonSchema, ofApi: Record<string, JsonSchema>): JsonSchema {
  const { secret, inherited: _, required: __, default: ___, api, ...kept } = schema;
  if (api) return { description: schema.description ?? "", allOf: [apiSchema(api, ofApi)] };
  const { properties, additionalProperties, anyOf, oneOf, ...rest } = kept;
  const below = (each: JsonSchema) => partial(each, ofApi);
  if (secret !== undefined) {
    const { description } = schema;
    return secret === "declared"
      ? { description, anyOf: [encrypted, { const: true }] }
      : { ...encrypted, ...(description ? { description } : {}) };
  }
  const choices = anyOf ?? oneOf;
  return {
    ...rest,
    ...(properties && { properties: mapped(properties, below) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === "object" ? below(additionalProperties) : additionalProperties,
    }),
    // Of kinds that are tagged by a key, a part without that key fits several.
    ...(choices && { anyOf: choices.map(below) }),
  };
}

function mapped<T, R>(values: Record<string, T>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}
