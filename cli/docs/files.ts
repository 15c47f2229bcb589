import { format, resolveConfig } from "prettier";
import { describe } from "./comments";
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
export function documentedEnvironment(): JsonSchema {
  const environment = environmentJsonSchema();
  describe(environment);
  return environment;
}

/** The reference, by the paths of its files: of the configuration, for editors and for people, of the messages, of formats. */
export async function referenceFiles(environment: JsonSchema): Promise<Map<string, string>> {
  const options = { ...(await resolveConfig(PAGE)), parser: "markdown" };
  return new Map([
    [SCHEMA, `${JSON.stringify(stackFileSchema(environment), undefined, 2)}\n`],
    [PAGE, await format(page(environment), options)],
    [MESSAGES, await format(messagePage(), options)],
    [FORMATS_PAGE, await format(formatsPage(), options)],
  ]);
}
