import { CATALOGUE, UserError } from "../core/errors";
import { lineageInCheckout } from "./extends";
import type { Environment, PlatformInput } from "./schema";
import { stackNames } from "./stackfile";
import { validateEnvironment } from "./validate";

/** What Git describes: the catalogue as it is, and each environment that Argo CD deploys. */
export interface Description {
  base: Environment;
  environments: Environment[];
}

/** The stacks of a checkout. */
export interface Checkout extends Description {
  /** Environments that Pulumi applies itself (`delivery: direct`), of which Git holds nothing. */
  direct: Environment[];
  /** The stacks with errors. They stop nobody else. */
  broken: BrokenStack[];
}

/** A stack whose environment can't be told, and why. */
export interface BrokenStack {
  stack: string;
  error: UserError;
}

/** Reads the configuration in a checkout, for rendering: without secrets, which never reach Git. */
export function loadCheckout(platform: PlatformInput, directory: string): Checkout {
  const checkout: Checkout = {
    // The namespace and names of Applications are an environment's affair; the catalogue needs them only to be complete.
    base: validateEnvironment(CATALOGUE, [platform, { namespace: "base", application: { suffix: "" } }]),
    environments: [],
    direct: [],
    broken: [],
  };
  for (const stack of stackNames(directory)) {
    try {
      const environment = environmentInCheckout(platform, directory, stack);
      checkout[environment.delivery === "gitops" ? "environments" : "direct"].push(environment);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      checkout.broken.push({ stack, error });
    }
  }
  return checkout;
}

/**
 * The environment of a stack, among those of a checkout.
 *
 * @throws UserError where there is none, or it is broken
 */
export function environmentNamed({ environments, direct, broken }: Checkout, name: string): Environment {
  const match = environments.find((environment) => environment.name === name);
  if (match !== undefined) return match;
  const own = broken.find(({ stack }) => stack === name);
  if (own !== undefined) throw own.error;
  if (direct.some((environment) => environment.name === name)) {
    throw new UserError(`Pulumi applies "${name}" itself (delivery: direct), so Git describes no such environment.`);
  }
  const names = environments.map((environment) => environment.name).join(", ") || "none";
  throw new UserError(
    `There is no Pulumi.${name}.yaml in the checkout, so Git describes no environment "${name}" (there are: ${names}).`,
  );
}

/**
 * Checks that no stack is broken.
 *
 * @throws UserError with the errors of each one that is
 */
export function assertNoneBroken({ broken }: Pick<Checkout, "broken">): void {
  if (broken.length > 0) throw new UserError(broken.map(({ error }) => error.message).join("\n"));
}

/** One environment of a checkout, by its stack file. */
export function environmentInCheckout(platform: PlatformInput, directory: string, stack: string): Environment {
  return validateEnvironment(stack, [platform, ...lineageInCheckout(directory, stack).layers]);
}

/** The stacks that a stack extends, the nearest first. */
export function basesOf(directory: string, stack: string): string[] {
  return lineageInCheckout(directory, stack).bases;
}
