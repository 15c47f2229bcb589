import assert from "node:assert/strict";
import { documentedEnvironment } from "../../cli/docs/files";
import { splitDefault } from "../../cli/docs/page";
import { alternatives, type JsonSchema } from "../../cli/docs/schema";

// Here, for it asks the type checker, which takes as long as a good part of the unit tests.
describe("the comments of the schemas", () => {
  let environment: JsonSchema;
  before(() => {
    environment = documentedEnvironment();
  });

  it("give every field a meaning", () => {
    const fields = [...fieldsOf(environment, "")];
    assert.ok(fields.length > 500, `found ${fields.length} fields`);
    assert.deepEqual(
      fields.filter(([, { description }]) => !description).map(([path]) => path),
      [],
    );
  });

  it("tell no other default than the schema has", () => {
    const differing = [...fieldsOf(environment, "")].flatMap(([path, schema]) => differingDefault(path, schema));
    assert.deepEqual(differing, []);
  });
});

/** All fields of a schema, of every kind that a value can be. */
function* fieldsOf(schema: JsonSchema, path: string): Generator<[path: string, JsonSchema]> {
  for (const each of alternatives(schema) ?? []) yield* fieldsOf(each, path);
  if (schema.items) yield* fieldsOf(schema.items, `${path}[]`);
  if (typeof schema.additionalProperties === "object") yield* fieldsOf(schema.additionalProperties, `${path}.<name>`);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    yield [`${path}.${name}`, property];
    yield* fieldsOf(property, `${path}.${name}`);
  }
}

/** A default that a comment tells in so many words must be the schema's. */
function differingDefault(path: string, { default: actual, description }: JsonSchema): string[] {
  const { fallback } = splitDefault(description ?? "");
  const word = /^(`([^`]+)`|-?\d+|true|false)(,|$)/.exec(fallback ?? "");
  if (word === null || actual === undefined || (typeof actual === "object" && !Array.isArray(actual))) return [];
  const said = word[2] ?? word[1] ?? "";
  // A list of one may be told as what is in it.
  const plain = (text: string) => text.replace(/["[\]]/g, "");
  const is = JSON.stringify(actual);
  return plain(said) === plain(is) ? [] : [`${path}: the comment says ${said}, and the schema ${is}`];
}
