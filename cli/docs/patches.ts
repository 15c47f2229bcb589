import { nodeAt, type ApiPlace } from "../../components/apiFields";
import { PATCHED_KINDS } from "../../components/patchedKinds";
import type { FieldTable, Node } from "../../kube/fieldTables/node";
import { tableOf, type TableName } from "../../kube/fieldTables/tables";
import type { JsonSchema } from "./schema";

/** The JSON Schema of `patches`, from the field tables: what an editor completes and checks. */
export function patchesSchema(described: JsonSchema): { schema: JsonSchema; definitions: Record<string, JsonSchema> } {
  const definitions: Record<string, JsonSchema> = {};
  const patterns = Object.entries(PATCHED_KINDS).flatMap(([name, kinds]) => {
    const writer = new PatchWriter(name, tableOf(name as TableName), definitions);
    return kinds.map((kind) => [`^${kind.split(" ")[1]}/`, writer.ofKind(kind)] as const);
  });
  const { additionalProperties: _, ...rest } = described;
  return {
    schema: { ...rest, patternProperties: Object.fromEntries(patterns), additionalProperties: false },
    definitions,
  };
}

/** The JSON Schema of the API's own fields at a place: as a patch, since layers of the configuration are merged field by field. */
export function apiSchema(place: ApiPlace, definitions: Record<string, JsonSchema>): JsonSchema {
  const { node } = nodeAt(place);
  return new PatchWriter(place.table, tableOf(place.table), definitions).patch(node);
}

const METADATA = {
  type: "object",
  properties: Object.fromEntries(
    ["annotations", "labels"].map((key) => [
      key,
      { type: ["object", "null"], additionalProperties: { type: ["string", "null"] } },
    ]),
  ),
  additionalProperties: false,
} as unknown as JsonSchema;

class PatchWriter {
  constructor(
    private readonly name: string,
    private readonly table: FieldTable,
    private readonly definitions: Record<string, JsonSchema>,
  ) {}

  ofKind(kind: string): JsonSchema {
    const { properties = {} } = this.table.kinds[kind] as Node;
    const fields = Object.fromEntries(Object.entries(properties).map(([key, field]) => [key, this.patch(field)]));
    const patch: JsonSchema = {
      type: "object",
      properties: { metadata: METADATA, ...fields },
      additionalProperties: false,
    };
    return this.defined(`${this.name}/${kind}`, () => ({ anyOf: [patch, { type: "null" }] }));
  }

  /** What may be said of a value in a patch: some of its fields, or `null` to take it away. */
  patch(node: Node): JsonSchema {
    return { anyOf: [this.schema(node, true), { type: "null" }] };
  }

  private schema(node: Node, isPatch: boolean): JsonSchema {
    if (node.$ref === undefined) return this.plain(node, isPatch);
    const { $ref } = node;
    const name = `${this.name}/${$ref}${isPatch ? "/patch" : ""}`;
    return this.defined(name, () => this.plain(this.table.nodes[$ref] as Node, isPatch));
  }

  private defined(name: string, make: () => JsonSchema): JsonSchema {
    const key = name.replaceAll(/[/ ]/g, ".");
    if (!(key in this.definitions)) {
      // The place is taken before what is within refers to it.
      this.definitions[key] = {};
      this.definitions[key] = make();
    }
    return { $ref: `#/definitions/${key}` };
  }

  private plain(node: Node, isPatch: boolean): JsonSchema {
    const {
      $ref: _,
      keys: __,
      set,
      nullable,
      type,
      properties,
      items,
      required,
      additionalProperties,
      ...facts
    } = node;
    const { oneOf: ___, anyOf: ____, not: _____, ...limits } = facts;
    const below = (field: Node) => (isPatch ? this.patch(field) : this.schema(field, false));
    const fields = Object.entries(properties ?? {}).map(([key, field]) => [key, below(field)] as const);
    return {
      ...limits,
      ...(type && { type: typesOf(type, nullable) }),
      ...(fields.length > 0 && { properties: Object.fromEntries(fields) }),
      ...(required && !isPatch && { required: [...required] }),
      // Lists are whole, so what is in them is no patch.
      ...(items && { items: this.schema(items, false) }),
      ...(set && { uniqueItems: true }),
      ...(type === "object" && {
        additionalProperties:
          typeof additionalProperties === "object" ? below(additionalProperties) : (additionalProperties ?? false),
      }),
    } as JsonSchema;
  }
}

function typesOf(type: NonNullable<Node["type"]>, nullable: true | undefined): string | string[] {
  const types = { "int-or-string": ["integer", "string"], quantity: ["number", "string"] }[type as string] ?? [type];
  const all = nullable ? [...types, "null"] : types;
  return all.length === 1 ? (all[0] as string) : all;
}
