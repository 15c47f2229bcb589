import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parse, parseDocument } from "yaml";
import { UserError } from "../core/errors";
import { isPlainObject, type PlainObject } from "../core/merge";
import { SecretValue } from "../core/secret";

/** Name of the Pulumi project, which prefixes its configuration keys. */
export const PROJECT = "agentgateway-infra";

/** Name of a stack's file. */
export function stackFile(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

/** The stacks that have a `Pulumi.<stack>.yaml` in a directory, sorted. */
export function stackNames(directory: string): string[] {
  return readdirSync(directory)
    .map((file) => /^Pulumi\.([A-Za-z0-9_.-]+)\.yaml$/.exec(file)?.[1])
    .filter((name): name is string => name !== undefined)
    .sort();
}

/**
 * The project's configuration in a stack file, by the names of its keys without the project. Encrypted values become secrets that can't be revealed, for the file is
 * read without its key.
 */
export function readStackFile(directory: string, stack: string): PlainObject {
  const file = join(directory, stackFile(stack));
  if (!existsSync(file)) {
    const there = stackNames(directory).join(", ") || "none";
    throw new UserError(
      `There is no Pulumi.${stack}.yaml, so there is no environment "${stack}" (there are: ${there}).`,
    );
  }
  const document: unknown = readYaml(file);
  const config = isPlainObject(document) ? document.config : undefined;
  if (config !== undefined && config !== null && !isPlainObject(config)) {
    throw new UserError(`${file}: config must be a mapping of keys to values.`);
  }
  const values: PlainObject = {};
  for (const [key, value] of Object.entries(config ?? {})) {
    const name = nameInProject(key);
    if (name === undefined) continue;
    if (Object.hasOwn(values, name)) {
      throw new UserError(
        `${file}: ${name} is given twice, with the prefix ${PROJECT}: and without. Remove one of them.`,
      );
    }
    // "__proto__" must become a key, so that it can be refused.
    Object.defineProperty(values, name, { value: withoutCiphertext(value), enumerable: true });
  }
  return values;
}

/**
 * The name of a key within this project, as Pulumi reads it: a key without a prefix is the project's own, and `config:` may
 * stand between the two. Nothing for a key of a provider or another project.
 */
function nameInProject(key: string): string | undefined {
  if (!key.includes(":")) return key;
  const prefix = [`${PROJECT}:config:`, `${PROJECT}:`].find((each) => key.startsWith(each));
  return prefix === undefined ? undefined : key.slice(prefix.length);
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"), { maxAliasCount: 100, stringKeys: true });
  } catch (error) {
    // What follows the first line is an excerpt, and a stack file may hold a secret that somebody forgot to encrypt.
    const [problem = ""] = (error as Error).message.split("\n");
    throw new UserError(`${file} is not valid YAML: ${problem.replace(/:$/, "")}`);
  }
}

function withoutCiphertext(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCiphertext);
  if (!isPlainObject(value)) return value;
  if (typeof value.secure === "string" && Object.keys(value).length === 1) return new SecretValue();
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutCiphertext(item)]));
}

/**
 * Writes a plain value into the project's configuration in the text of a stack file. Everything else stays as it is, comments
 * among it.
 */
export function withStackValue(text: string, [first = "", ...rest]: readonly string[], value: unknown): string {
  const document = parseDocument(text);
  const config = document.get("config");
  const keys = isMap(config) ? config.items.map(({ key }) => String(key)) : [];
  document.setIn(["config", keys.find((key) => nameInProject(key) === first) ?? `${PROJECT}:${first}`, ...rest], value);
  return document.toString({ lineWidth: 0 });
}
