import { CATALOGUE, invalidEnvironment, UserError, type ValidationError } from "../core/errors";
import { clashes } from "./clashes";
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
  /** Stacks that install an Argo CD and deploy no environment (`delivery: none`). Git holds nothing of them either. */
  hubs: Environment[];
  /** The stacks with errors. They stop nobody else. */
  broken: BrokenStack[];
  /** The stacks that each stack extends, the nearest first, as far as their files can be read. */
  bases: ReadonlyMap<string, readonly string[]>;
}

/** A stack whose environment can't be told, and why. */
export interface BrokenStack {
  stack: string;
  error: UserError;
}

/**
 * Reads the configuration in a checkout, for rendering: without secrets, which never reach Git. A stack with errors is among
 * the broken ones.
 *
 * @throws UserError where the catalogue itself has errors
 */
export function loadCheckout(platform: PlatformInput, directory: string): Checkout {
  // The namespace and names of Applications are an environment's affair; the catalogue needs them only to be complete.
  const base = validateEnvironment(CATALOGUE, [platform, { namespace: "base", application: { suffix: "" } }]);
  const bases = new Map<string, readonly string[]>();
  const environments: Environment[] = [];
  const broken = new Map<string, UserError>();
  for (const stack of stackNames(directory)) {
    try {
      const lineage = lineageInCheckout(directory, stack);
      bases.set(stack, lineage.bases);
      environments.push(validateEnvironment(stack, [platform, ...lineage.layers]));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      broken.set(stack, error);
    }
  }
  for (const [stack, errors] of clashes(environments, bases)) broken.set(stack, invalidEnvironment(stack, errors));
  const sound = environments.filter(({ name }) => !broken.has(name));
  return {
    base,
    bases,
    environments: sound.filter(({ delivery }) => delivery === "gitops"),
    direct: sound.filter(({ delivery }) => delivery === "direct"),
    hubs: sound.filter(({ delivery }) => delivery === "none"),
    broken: [...broken]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([stack, error]) => ({ stack, error: withoutRepeats(stack, error, broken, bases) })),
  };
}

/** The errors of a stack, without those of the stacks that it extends, which are reported as theirs. */
function withoutRepeats(
  stack: string,
  error: UserError,
  broken: ReadonlyMap<string, UserError>,
  bases: ReadonlyMap<string, readonly string[]>,
): UserError {
  let own = error.errors;
  const repeated: ValidationError[] = [];
  for (const base of bases.get(stack) ?? []) {
    const theirs = broken.get(base)?.errors ?? [];
    const rest = own.filter(({ path, problem }) => !theirs.some((e) => e.path === path && e.problem === problem));
    if (rest.length < own.length) {
      const problem = `Pulumi.${base}.yaml has errors, which are this stack's as well`;
      repeated.push({ path: "extends", problem, remedy: `Correct them there, or say here what differs.` });
    }
    own = rest;
  }
  return repeated.length > 0 ? invalidEnvironment(stack, [...repeated, ...own]) : error;
}

/**
 * The environment of a stack, among those of a checkout.
 *
 * @throws UserError where there is none, or it is broken
 */
export function environmentNamed({ environments, direct, hubs, broken }: Checkout, name: string): Environment {
  const match = environments.find((environment) => environment.name === name);
  if (match !== undefined) return match;
  const own = broken.find(({ stack }) => stack === name);
  if (own !== undefined) throw own.error;
  if (direct.some((environment) => environment.name === name)) {
    throw new UserError(`Pulumi applies "${name}" itself (delivery: direct), so Git describes no such environment.`);
  }
  if (hubs.some((hub) => hub.name === name)) {
    throw new UserError(`The stack "${name}" deploys no environment (delivery: none), so Git describes none.`);
  }
  const names = environments.map((environment) => environment.name).join(", ") || "none";
  throw new UserError(
    `There is no Pulumi.${name}.yaml in the checkout, so Git describes no environment "${name}" (there are: ${names}).`,
  );
}

/** One environment of a checkout, by its stack file. */
export function environmentInCheckout(platform: PlatformInput, directory: string, stack: string): Environment {
  return validateEnvironment(stack, [platform, ...lineageInCheckout(directory, stack).layers]);
}
