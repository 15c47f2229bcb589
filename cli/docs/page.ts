import { alternatives, objectsOf, type JsonSchema } from "./schema";

/** A line of a table: a field of the configuration. */
interface Row {
  path: string;
  type: string;
  default: string;
  meaning: string;
}

const INTRODUCTION = `<!-- Made by \`npm run docs\` from the comments in components/ and config/: change those, not this page. -->

# Configuration

Everything that \`platform.ts\` may say of all environments, and \`Pulumi.<stack>.yaml\` of one, there under
\`agentgateway-infra:<field>\`. A stack's objects are merged over those of \`platform.ts\` field by field; lists are taken
whole. What has a default may be left out. A secret is set by \`pulumi config set --secret --path <field> --stack <stack>\`; where
\`true\` may stand for it, in \`platform.ts\`, each stack has to set it. Editors that read YAML schemas know all of this from the
first line of a \`Pulumi.<stack>.yaml\`. A stack may also say \`extends: <other>\`: it then builds upon the other's file
([Environments](environments.md#extends)). As for Pulumi, the prefix \`agentgateway-infra:\` may be left out.
`;

/** The reference of the configuration as Markdown: a section for each part of it, in the order of the schema. */
export function page(environment: JsonSchema): string {
  const { properties = {}, required } = environment;
  const simple = Object.entries(properties).filter(([, schema]) => childrenOf(schema).length === 0);
  const parts = Object.entries(properties).filter(([, schema]) => childrenOf(schema).length > 0);
  return [
    INTRODUCTION,
    "## The environment",
    table(simple.map(([name, schema]) => row(name, schema, required?.includes(name) ?? false))),
    ...parts.map(([name, schema]) => section(name, schema)),
  ].join("\n\n");
}

function section(name: string, schema: JsonSchema): string {
  const heading = [`## ${name}`, schema.description ?? ""];
  const entry = schema.additionalProperties;
  const kinds = typeof entry === "object" ? objectsOf(entry) : [];
  if (kinds.length < 2) return [...heading, table(rows(name, schema))].join("\n\n");
  const place = `${name}.<name>`;
  const all = kinds.map((kind) => rowsOf(place, [kind]));
  const common = (all[0] ?? []).filter((each) => all.every((other) => other.some((row) => same(row, each))));
  const own = kinds.map((kind, index) => [
    `### ${kindOf(kind, kinds)}`,
    table((all[index] ?? []).filter((each) => !common.some((row) => same(row, each)))),
  ]);
  return [...heading, "Of every kind:", table(common), ...own.flat()].join("\n\n");
}

/** A kind's name: the provider, or the field that only it must have. */
function kindOf({ properties = {}, required = [] }: JsonSchema, kinds: readonly JsonSchema[]): string {
  const provider = properties.provider?.const;
  if (typeof provider === "string") return `With \`provider: ${provider}\``;
  const distinguishing = required.find((name) => kinds.filter((kind) => kind.required?.includes(name)).length === 1);
  return `With \`${distinguishing}\``;
}

function same(one: Row, other: Row): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The fields below a value, wherever they are: in it, in its items, in its entries. */
function rows(path: string, schema: JsonSchema): Row[] {
  return childrenOf(schema).flatMap(([suffix, objects]) => rowsOf(path + suffix, objects));
}

function rowsOf(path: string, objects: readonly JsonSchema[]): Row[] {
  const all = objects.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).flatMap(([name, schema]) => [
      row(`${path}.${name}`, schema, required.includes(name) && objects.length === 1),
      ...rows(`${path}.${name}`, schema),
    ]),
  );
  // Several kinds of a value have fields in common.
  return all.filter((each, index) => all.findIndex((other) => same(each, other)) === index);
}

function childrenOf(schema: JsonSchema): [suffix: string, objects: JsonSchema[]][] {
  if (schema.secret !== undefined) return [];
  const some = alternatives(schema) ?? [schema];
  return some.flatMap((each): [string, JsonSchema[]][] => {
    const { items, additionalProperties } = each;
    if (each !== schema && alternatives(each)) return childrenOf(each);
    return [
      ...(each.properties ? [["", [each]] as [string, JsonSchema[]]] : []),
      ...(items && objectsOf(items).length > 0 ? [["[]", objectsOf(items)] as [string, JsonSchema[]]] : []),
      ...(typeof additionalProperties === "object" && objectsOf(additionalProperties).length > 0
        ? [[".<name>", objectsOf(additionalProperties)] as [string, JsonSchema[]]]
        : []),
    ];
  });
}

function row(path: string, schema: JsonSchema, required: boolean): Row {
  const { meaning, fallback } = splitDefault(schema.description ?? "");
  return {
    path,
    type: typeOf(schema),
    default: required ? "required" : (fallback ?? shown(schema.default)),
    meaning: schema.inherited === false ? `${meaning} Not taken over by \`extends\`.`.trim() : meaning,
  };
}

/** A comment without the sentence about the default, which has a column of its own. */
export function splitDefault(comment: string): { meaning: string; fallback?: string } {
  const match = /\s*\bDefault:? (.*?)\.(?=\s+[A-Z`]|$)/.exec(comment);
  if (match === null) return { meaning: comment };
  return { meaning: comment.replace(match[0], "").trim(), fallback: match[1] };
}

function shown(value: unknown): string {
  if (value === undefined) return "";
  const empty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return empty ? "none" : `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function typeOf(schema: JsonSchema): string {
  const { type, minimum, maximum, items, additionalProperties, secret } = schema;
  if (secret !== undefined) return secret === "declared" ? "secret, or `true`" : "secret";
  if (schema.api) return `${schema.api.kind.split(" ")[1]}'s \`${schema.api.path.join(".")}\``;
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  const some = alternatives(schema);
  if (some) return [...new Set(some.map(typeOf))].join(" or ");
  if (items) return `list of ${typeOf(items)}`;
  if (schema.properties) return "object";
  if (typeof additionalProperties === "object") return `map of ${typeOf(additionalProperties)}`;
  if (type === "integer" && minimum !== undefined) {
    return maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? `${minimum} to ${maximum}` : `from ${minimum}`;
  }
  return type ?? "any JSON";
}

function table(lines: readonly Row[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  return [
    "| field | type | default | meaning |",
    "| --- | --- | --- | --- |",
    ...lines.map(({ path, type, default: fallback, meaning }) =>
      ["", ` \`${path}\` `, ` ${cell(type)} `, ` ${cell(fallback)} `, ` ${cell(meaning)} `, ""].join("|"),
    ),
  ].join("\n");
}
