import { isPlainObject, type PlainObject } from "../core/merge";
import { lineageOf } from "./extends";
import { isSecretField, type Environment, type PlatformInput } from "./schema";
import { SecretValue } from "../core/secret";
import { PROJECT } from "./stackfile";
import { validateEnvironment } from "./validate";

/**
 * The environment of a stack: the catalogue, under what the stack's configuration says.
 * With `extends: <other>` it builds upon the other's `Pulumi.<other>.yaml`.
 *
 * @param configuration the stack's values by key, decrypted: structured ones as JSON, others as they are
 * @throws UserError with all errors at once
 */
export function environmentOf(
  platform: PlatformInput,
  stack: string,
  configuration: Record<string, string>,
  directory: string,
): Environment {
  const { layers } = lineageOf(directory, stack, ofProject(configuration));
  return validateEnvironment(stack, [platform, ...layers]);
}

/**
 * The project's values, with the secrets wrapped. Pulumi hands them over decrypted, so a plain-text secret can't
 * be distinguished from an encrypted one here; it is found in the stack file, when the committed tree is checked.
 */
function ofProject(configuration: Record<string, string>): PlainObject {
  const prefix = `${PROJECT}:`;
  const values = Object.entries(configuration)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, text]) => {
      const name = key.slice(prefix.length);
      return [name, wrapSecrets(parseValue(text), name.split("."))];
    });
  return Object.fromEntries(values) as PlainObject;
}

/** Structured values arrive as JSON, others as they are. */
function parseValue(text: string): unknown {
  return /^\s*[[{]/.test(text) ? JSON.parse(text) : text;
}

function wrapSecrets(value: unknown, path: readonly string[]): unknown {
  if (typeof value === "string") return isSecretField(path) ? new SecretValue(value) : value;
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wrapSecrets(item, [...path, key])]));
}
