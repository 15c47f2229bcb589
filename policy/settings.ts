import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../core/errors";
import { errorsOf } from "../core/validationErrors";
import { isPlainObject, mapValues, mergeLayers, type PlainObject } from "../core/merge";
import { words } from "../core/schemaMessages";
import { show } from "../core/show";
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
  /** Exceptions that are another stack's, whose objects may need them where this one's don't. */
  taken?: readonly string[];
  [option: string]: unknown;
}

/** The file of a stack's settings. */
export function settingsFile(stack: string): string {
  return join("policy", `${stack}.json`);
}

/** The file of a stack's settings: its own, or that of the nearest stack that it extends; nothing where none has one. */
export function settingsFileFor(directory: string, lineage: readonly string[]): string | undefined {
  const owner = lineage.find((stack) => existsSync(join(directory, settingsFile(stack))));
  return owner === undefined ? undefined : settingsFile(owner);
}

/**
 * How strictly each rule holds for a stack: by the file `policy/<stack>.json`, or by that of the nearest stack that it
 * extends. A file may extend another by `"extends": "<stack>"`. Without any file, every rule is advice, so that a new stack
 * sees what others demand of theirs, and nothing stops it.
 *
 * @param lineage the stack, and those that it extends, the nearest first
 * @throws UserError with all errors of the file
 */
export function readSettings(directory: string, lineage: readonly string[]): Record<string, RuleSettings> {
  const file = settingsFileFor(directory, lineage);
  if (file === undefined) return Object.fromEntries(rules.map(({ name }) => [name, advisory(name)]));
  const layers = layersOf(directory, file);
  const settings = settingsSchema.parse(mergeLayers(...layers)) as Record<string, RuleSettings>;
  const own = file === settingsFile(lineage[0]!) ? layers.at(-1)! : {};
  return Object.fromEntries(
    Object.entries(settings).map(([rule, each]) => {
      const named = exceptionsIn(own[rule]);
      const taken = Object.keys(each.except).filter((name) => !Object.hasOwn(named, name));
      return [rule, taken.length > 0 ? { ...each, taken } : each];
    }),
  );
}

/** Those settings in the form of Pulumi's `--policy-pack-config`, which knows no `extends`. */
export function packConfig(settings: Record<string, RuleSettings>): object {
  return mapValues(settings, (_, { taken: __, ...each }) => each);
}

function advisory(rule: string): RuleSettings {
  return (settingsSchema.parse({ [rule]: withLevel("advisory") }) as Record<string, RuleSettings>)[rule]!;
}

/** The settings in a file, over those in the files that it extends, the farthest first. Each file is valid by itself. */
function layersOf(directory: string, file: string, above: readonly string[] = []): PlainObject[] {
  const { extends: base, ...own } = parse(file, readFileSync(join(directory, file), "utf8"));
  const { success, error } = settingsSchema.safeParse(own, { error: words });
  const errors = success ? [] : errorsOf(error, own, settingsSchema);
  if (base === undefined && success) return [own];
  const problem = base === undefined ? undefined : problemOf(directory, base, [...above, file]);
  if (problem !== undefined) errors.unshift({ path: "extends", problem });
  if (errors.length > 0) throw new UserError(`${file} has errors:`, errors);
  return [...layersOf(directory, settingsFile(base as string), [...above, file]), own];
}

function problemOf(directory: string, base: unknown, above: readonly string[]): string | undefined {
  if (typeof base !== "string") return `${show(base)} must be the name of a stack`;
  const file = settingsFile(base);
  if (above.includes(file)) return `is a cycle: ${[...above.slice(above.indexOf(file)), file].join(" extends ")}`;
  return existsSync(join(directory, file)) ? undefined : `there is no ${file}`;
}

function exceptionsIn(rule: unknown): PlainObject {
  const except = isPlainObject(rule) ? rule.except : undefined;
  return isPlainObject(except) ? except : {};
}

function parse(path: string, text: string): PlainObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isPlainObject(value))
      return mapValues(value, (rule, setting) => (rule === "extends" ? setting : withLevel(setting)));
  } catch (error) {
    throw new UserError(`${path} is not valid JSON: ${(error as Error).message}`);
  }
  throw new UserError(`${path} must be an object of rules.`);
}

/** A level alone is short for an object with it. */
function withLevel(value: unknown): unknown {
  return typeof value === "string" ? { enforcementLevel: value } : value;
}
