import { splitDefault } from "../docs/page";
import { alternatives, objectsOf, type JsonSchema } from "../docs/schema";
import { token, type Property, type Type } from "./packageSchema";
import { mergedObject } from "./union";

const ANY: Type = { $ref: "pulumi.json#/Any" };
/** The component that has the arguments of all others among its own. */
const WHOLE = "AgentGatewayEnvironment";

/** The component that a type is for, and the fields that lead to it. */
type Path = readonly string[];

/** The types of arguments, as Pulumi's package schema has them: each object and each choice of words has a name. */
export class Types {
  readonly #definitions = new Map<string, { token: string; definition: object; paths: Path[] }>();

  /** @param path the type that has the properties */
  properties(properties: Record<string, JsonSchema>, path: Path): Record<string, Property> {
    return Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, this.#property(schema, [...path, capitalised(name)])]),
    );
  }

  /** The types by their tokens. */
  get all(): Record<string, object> {
    return Object.fromEntries([...this.#definitions.values()].map(({ token, definition }) => [token, definition]));
  }

  /** Gives the types that several components share names of their own; those of others tell a component, and a field. */
  nameShared<T>(schema: T): T {
    const used = new Set([...this.#definitions.values()].map((each) => each.token));
    const renamed = [...this.#definitions.values()].flatMap(({ token: known, paths }): [string, string][] => {
      const owners = new Set(paths.map(([component]) => component).filter((component) => component !== WHOLE));
      const shared = token(paths[0]?.at(-1) ?? "");
      if (owners.size < 2 || used.has(shared)) return [];
      used.add(shared);
      return [
        [`"${known}"`, `"${shared}"`],
        [`"#/types/${known}"`, `"#/types/${shared}"`],
      ];
    });
    const text = renamed.reduce((all, [from, to]) => all.replaceAll(from, to), JSON.stringify(schema));
    return JSON.parse(text) as T;
  }

  #property(schema: JsonSchema, path: Path): Property {
    const description = describedWithDefault(schema);
    return {
      ...this.#type(schema, path),
      ...(description && { description }),
      ...(hasSecret(schema) && { secret: true }),
    };
  }

  #type(schema: JsonSchema, path: Path): Type {
    const { type, properties, additionalProperties, items, plain } = schema;
    if (schema.secret !== undefined) return { type: "string" };
    if (alternatives(schema)) return this.#union(schema, path);
    const words = wordsOf(schema);
    if (words && words.length > 1)
      return this.#named(path, { type: "string", enum: words.map((value) => ({ value })) });
    if (properties) return this.#object(schema, path);
    if (items) return { type: "array", items: this.#type(items, singular(path)) };
    if (type === "object") {
      const each = typeof additionalProperties === "object" ? additionalProperties : {};
      return { type, additionalProperties: this.#type(each, singular(path)) };
    }
    if (type === undefined) return ANY;
    return { type, ...(plain === true && { plain }) };
  }

  #union(schema: JsonSchema, path: Path): Type {
    const choices = flattened(schema);
    const objects = objectsOf({ anyOf: choices });
    const others = choices.filter((choice) => !choice.properties);
    const words = others.map(wordsOf);
    const types = [
      ...(objects.length > 0 ? [this.#object(mergedObject(objects), path)] : []),
      ...(others.length > 0 && words.every((each) => each !== undefined)
        ? [
            this.#type(
              { type: "string", enum: [...new Set(words.flat())] },
              objects.length > 0 ? [...path, "Word"] : path,
            ),
          ]
        : others.map((other) => this.#type(wordsOf(other) ? { type: "string" } : other, path))),
    ];
    const distinct = [...new Map(types.map((each) => [JSON.stringify(each), each])).values()];
    return distinct.length === 1 ? (distinct[0] as Type) : { oneOf: distinct };
  }

  #object({ properties = {}, required = [] }: JsonSchema, path: Path): Type {
    return this.#named(path, { type: "object", properties: this.properties(properties, path), required });
  }

  /** Gives a type a name. One that is there already keeps the one that it has. */
  #named(path: Path, definition: object): Type {
    const content = JSON.stringify(definition);
    const known = this.#definitions.get(content) ?? { token: this.#free(path.join("")), definition, paths: [] };
    known.paths.push(path);
    this.#definitions.set(content, known);
    return { $ref: `#/types/${known.token}` };
  }

  #free(name: string): string {
    for (let number = 1; ; number++) {
      const free = token(number === 1 ? name : `${name}${number}`);
      if (!(free in this.all)) return free;
    }
  }
}

function wordsOf({ const: value, enum: values }: JsonSchema): string[] | undefined {
  const all = values ?? (value === undefined ? [] : [value]);
  return all.length > 0 && all.every((each) => typeof each === "string") ? all : undefined;
}

/** The kinds of a value, those of its kinds among them, and but for `null`: leaving a field out says that. */
function flattened(schema: JsonSchema): JsonSchema[] {
  const some = alternatives(schema);
  return some ? some.flatMap(flattened) : schema.type === "null" ? [] : [schema];
}

/** True for a secret, a map of secrets, a list of them. */
function hasSecret({ secret, items, additionalProperties }: JsonSchema): boolean {
  if (secret !== undefined) return true;
  const within = typeof additionalProperties === "object" ? additionalProperties : items;
  return within !== undefined && hasSecret(within);
}

function describedWithDefault({ description = "", default: fallback }: JsonSchema): string {
  const isScalar = ["string", "number", "boolean"].includes(typeof fallback);
  if (!isScalar || splitDefault(description).fallback !== undefined) return description;
  return `${description} Default: \`${String(fallback)}\`.`.trim();
}

function capitalised(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** The name of one, by that of several: `Listeners` has a `Listener`. */
function singular(path: Path): Path {
  const last = path.at(-1) ?? "";
  const one = last.endsWith("ies")
    ? `${last.slice(0, -3)}y`
    : last.endsWith("s") && !last.endsWith("ss")
      ? last.slice(0, -1)
      : `${last}Item`;
  return [...path.slice(0, -1), one];
}
