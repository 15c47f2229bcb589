import { format, resolveConfig } from "prettier";
import { componentArguments } from "../package/arguments";
import { componentOutputs } from "../package/outputs";
import { PACKAGE_SCHEMA, packageSchema } from "../package/schema";
import { Sources } from "./comments";
import { formatsPage } from "./formats";
import { messagePage } from "./messages";
import { page } from "./page";
import { environmentJsonSchema, stackFileSchema, type JsonSchema } from "./schema";

/** Where editors find the schema of a `Pulumi.<stack>.yaml`, by its first line. */
export const SCHEMA = "docs/stack.schema.json";
export const PAGE = "docs/configuration.md";
export const MESSAGES = "docs/messages.md";
export const FORMATS_PAGE = "docs/llm-formats.md";

/** The configuration of an environment as a JSON Schema, with the meaning of each field. */
export function documentedEnvironment(sources = new Sources()): JsonSchema {
  const environment = environmentJsonSchema();
  sources.describe(environment, "config/schema.ts", "PlatformInput");
  return environment;
}

/**
 * The reference, by the paths of its files: of the configuration, for editors and for people, of the messages, of formats, and
 * of the components, for programs in other languages.
 */
export async function referenceFiles(): Promise<Map<string, string>> {
  const sources = new Sources();
  const environment = documentedEnvironment(sources);
  const options = { ...(await resolveConfig(PAGE)), parser: "markdown" };
  return new Map([
    [SCHEMA, schemaText(stackFileSchema(environment))],
    [PAGE, await format(page(environment), options)],
    [MESSAGES, await format(messagePage(), options)],
    [FORMATS_PAGE, await format(formatsPage(), options)],
    [PACKAGE_SCHEMA, json(packageSchema(componentArguments(sources), componentOutputs(sources)))],
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** A schema with each definition on a line: there are many, and who wants to read one looks for its name. */
function schemaText({ definitions = {}, ...rest }: JsonSchema): string {
  const lines = Object.entries(definitions as object).map(([name, one]) => `"${name}": ${JSON.stringify(one)}`);
  return `${json(rest).slice(0, -3)},\n  "definitions": {\n${lines.join(",\n")}\n  }\n}\n`;
}
