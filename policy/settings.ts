import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../core/errors";
import { errorsOf } from "../core/validationErrors";
import { isPlainObject } from "../core/merge";
import { words } from "../core/schemaMessages";
import { rules } from "./rules";

const level = z.enum(["mandatory", "advisory", "disabled"]);

/** How strictly a rule is enforced. */
export type Level = z.infer<typeof level>;

/** The settings of a stack, in the form of Pulumi's `--policy-pack-config`. */
const settingsSchema = z.strictObject(
  Object.fromEntries(
    rules.map(({ name, options }) => [
      name,
      options.safeExtend({ enforcementLevel: level.default("mandatory") }).prefault({}),
    ]),
  ),
);

/** The settings of a rule. */
export interface RuleSettings {
  enforcementLevel: Level;
  /** The exceptions from the rule, each with its reason. */
  except: Record<string, string>;
  [option: string]: unknown;
}

/** The file of a stack's settings. */
export function settingsFile(stack: string): string {
  return join("policy", `${stack}.json`);
}

/** The first file of settings that there is, of a stack and of those that it extends; nothing where no one has any. */
export function settingsFileFor(directory: string, stacks: readonly string[]): string | undefined {
  const owner = stacks.find((stack) => hasSettings(directory, stack));
  return owner === undefined ? undefined : settingsFile(owner);
}

/** Whether a stack says how strictly the rules hold for it. */
export function hasSettings(directory: string, stack: string): boolean {
  return existsSync(join(directory, settingsFile(stack)));
}

/**
 * How strictly each rule holds for a stack: by the file `policy/<stack>.json`. Without one, every rule is advice, so that a
 * new stack sees what others demand of theirs, and nothing stops it.
 *
 * @throws UserError with all errors of the file
 */
export function readSettings(directory: string, stack: string): Record<string, RuleSettings> {
  const path = settingsFile(stack);
  const given: unknown = hasSettings(directory, stack)
    ? parse(path, readFileSync(join(directory, path), "utf8"))
    : Object.fromEntries(rules.map(({ name }) => [name, withLevel("advisory")]));
  const { success, data, error } = settingsSchema.safeParse(given, { error: words });
  if (!success) throw new UserError(`${path} has errors:`, errorsOf(error, given, settingsSchema));
  return data as Record<string, RuleSettings>;
}

function parse(path: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (isPlainObject(value))
      return Object.fromEntries(Object.entries(value).map(([rule, setting]) => [rule, withLevel(setting)]));
  } catch (error) {
    throw new UserError(`${path} is not valid JSON: ${(error as Error).message}`);
  }
  throw new UserError(`${path} must be an object of rules.`);
}

/** A level alone is short for an object with it. */
function withLevel(value: unknown): unknown {
  return typeof value === "string" ? { enforcementLevel: value } : value;
}
