import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { UserError } from "../core/errors";
import { isPlainObject, type PlainObject } from "../core/merge";
import { SecretValue } from "../core/secret";

/** Name of the Pulumi project, which prefixes its configuration keys. */
export const PROJECT = "agentgateway-infra";

/** The stacks that have a `Pulumi.<stack>.yaml` in a directory, sorted. */
export function stackNames(directory: string): string[] {
  return readdirSync(directory)
    .map((file) => /^Pulumi\.([A-Za-z0-9_.-]+)\.yaml$/.exec(file)?.[1])
    .filter((name): name is string => name !== undefined)
    .sort();
}

/**
 * The project's configuration in a stack file. Encrypted values become secrets that can't be revealed, for the file is
 * read without its key.
 */
export function readStackFile(directory: string, stack: string): PlainObject {
  const file = join(directory, `Pulumi.${stack}.yaml`);
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
  const prefix = `${PROJECT}:`;
  return Object.fromEntries(
    Object.entries(config ?? {})
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), withoutCiphertext(value)]),
  );
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
