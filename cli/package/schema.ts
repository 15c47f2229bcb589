import { description, version } from "../../package.json";
import { objectsOf, type JsonSchema } from "../docs/schema";
import type { ComponentName } from "./arguments";
import type { OutputProperty } from "./outputs";
import { PACKAGE, token, type PackageSchema, type Resource } from "./packageSchema";
import { Types } from "./types";
import { mergedObject } from "./union";

/** Where the schema of the package is, from which `pulumi package add` makes SDKs. */
export const PACKAGE_SCHEMA = "cli/package/components.schema.json";

/** The schema of the package: its components by their arguments and outputs. */
export function packageSchema(
  args: Partial<Record<ComponentName, JsonSchema>>,
  outputs: Partial<Record<ComponentName, Record<string, OutputProperty>>>,
): PackageSchema {
  const types = new Types();
  const resources = Object.entries(args).map(([name, schema]) => {
    const { properties = {}, required = [] } = mergedObject(objectsOf(schema));
    const offered = Object.entries(outputs[name as ComponentName] ?? {});
    const resource: Resource = {
      isComponent: true,
      properties: Object.fromEntries(offered.map(([key, { optional: _, ...property }]) => [key, property])),
      required: offered.filter(([, { optional }]) => !optional).map(([key]) => key),
      inputProperties: types.properties(properties, [name]),
      requiredInputs: required,
    };
    return [token(name), resource] as const;
  });
  return types.nameShared({
    name: PACKAGE,
    version,
    description,
    resources: Object.fromEntries(resources),
    types: types.all,
    language: { nodejs: { respectSchemaVersion: true }, python: { respectSchemaVersion: true } },
  });
}
