import { CATALOGUE, UserError } from "../core/errors";
import { isPlainObject, type PlainObject } from "../core/merge";
import type { Environment, PlatformInput } from "./schema";
import { SecretValue } from "../core/secret";
import { readStackFile, stackNames } from "./stackfile";
import { validateEnvironment } from "./validate";

/**
 * The environments of a checkout: the catalogue as it is, and each stack file's environment that Argo CD deploys from Git.
 */
export interface Checkout {
  base: Environment;
  environments: Environment[];
}

/** Reads the configuration in a checkout, for rendering: without secrets, which never reach Git. */
export function loadCheckout(platform: PlatformInput, directory: string): Checkout {
  return {
    // The namespace and names of Applications are an environment's affair; the catalogue needs them only to be complete.
    base: validateEnvironment(CATALOGUE, [platform, { namespace: "base", application: { suffix: "" } }]),
    environments: stackNames(directory)
      .map((stack) => environmentInCheckout(platform, directory, stack))
      .filter(({ delivery }) => delivery === "gitops"),
  };
}

/** The environment of a stack, among those of a checkout. */
export function environmentNamed({ environments }: Checkout, name: string): Environment {
  const match = environments.find((environment) => environment.name === name);
  if (match !== undefined) return match;
  const names = environments.map((environment) => environment.name).join(", ") || "none";
  throw new UserError(
    `There is no Pulumi.${name}.yaml in the checkout, so Git describes no environment "${name}" (there are: ${names}).`,
  );
}

/** One environment of a checkout, by its stack file. */
export function environmentInCheckout(platform: PlatformInput, directory: string, stack: string): Environment {
  return validateEnvironment(stack, [platform, readStackFile(directory, stack)]);
}

/** The values of a stack file that another stack can build upon: all but the encrypted ones, which only it can read. */
export function extendable(directory: string, stack: string): PlainObject {
  return withoutSecrets(readStackFile(directory, stack)) as PlainObject;
}

function withoutSecrets(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => !(item instanceof SecretValue))
      .map(([key, item]) => [key, withoutSecrets(item)]),
  );
}
