import { isPlainObject, mapValues } from "../../core/merge";

/** What Pulumi's engine sends for a value that is known only when something has been created. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Values as the engine sends them, without its marks of secrets: it sends those to a provider whatever that says. */
export function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (!isPlainObject(value)) return value;
  return value[SIGNATURE] === SECRET ? unmarked(value["value"]) : mapValues(value, (_, each) => unmarked(each));
}
