import { errorsInObjects } from "../../checks";
import type { Environment } from "../../config/schema";
import { validateEnvironment } from "../../config/validate";
import { UserError, type ValidationError } from "../../core/errors";
import { isPlainObject, mergeLayers, type PlainObject } from "../../core/merge";
import type { Left } from "./found";

/** What an environment needs beside its entries. Who may reach the gateway is for each stack to say. */
const REST: PlainObject = {
  namespace: "imported",
  repository: { url: "https://git.example.com/imported.git" },
  gateway: { insecure: ["unauthenticated", "plainHttp"] },
};

/** The entries that pass the schema and the checks together, as an environment. */
export interface Sound {
  entries: PlainObject;
  environment: Environment;
  /** The entries that don't, with what is wrong. */
  left: Left[];
}

/** Takes out of the entries what would be refused, until the rest is sound. */
export function soundPart(entries: PlainObject): Sound {
  const left: Left[] = [];
  for (let rest = entries; ;) {
    const { environment, errors } = assess(rest);
    if (environment !== undefined && errors.length === 0) return { entries: rest, environment, left };
    const without = errors.reduce((kept, error) => withoutEntry(kept, rest, error, left), rest);
    // What is of no entry is of all of them.
    if (without === rest) {
      left.push(...errors.map((error) => leftOf("(all entries)", error)));
      rest = {};
    } else rest = without;
  }
}

function assess(entries: PlainObject): { environment?: Environment; errors: readonly ValidationError[] } {
  try {
    const environment = validateEnvironment("imported", [mergeLayers(REST, entries)]);
    return { environment, errors: errorsInObjects(environment) };
  } catch (error) {
    if (error instanceof UserError) return { errors: error.errors };
    throw error;
  }
}

function withoutEntry(kept: PlainObject, before: PlainObject, error: ValidationError, left: Left[]): PlainObject {
  for (const [section, value] of Object.entries(before)) {
    if (!isPlainObject(value)) continue;
    const name = Object.keys(value).find((each) => isUnder(error.path, `${section}.${each}`));
    const path = name === undefined ? section : `${section}.${name}`;
    if (!isUnder(error.path, path)) continue;
    left.push(leftOf(path, error));
    const { [section]: entriesOfIt, ...others } = kept;
    if (name === undefined || !isPlainObject(entriesOfIt)) return others;
    const { [name]: _, ...rest } = entriesOfIt;
    return Object.keys(rest).length > 0 ? { ...kept, [section]: rest } : others;
  }
  return kept;
}

function isUnder(path: string, above: string): boolean {
  return path === above || (path.startsWith(above) && /[.[, ]/.test(path.charAt(above.length)));
}

function leftOf(what: string, { path, problem, remedy }: ValidationError): Left {
  return {
    what,
    reason: `${path}: ${problem}`,
    wayOn: remedy ?? "Correct it in the input, and import that again.",
  };
}
