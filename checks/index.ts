import { invalidEnvironment, UserError, type ValidationError } from "../core/errors";
import type { Description } from "../config/checkout";
import type { Environment } from "../config/schema";
import { attachment } from "./attachment";
import { controllerIdentity } from "./controllerIdentity";
import { existing } from "./existing";
import { exposure } from "./exposure";
import { generatedNames } from "./generated";
import { handWrittenFiles } from "./handWritten";
import { hosts } from "./hosts";
import { ineffective } from "./ineffective";
import { renderedItems, inventory, type Inventory } from "./inventory";
import { inlineSecrets } from "./inlineSecrets";
import { readManifests, type ManifestText } from "./manifest";
import { samePath } from "./paths";
import { placeholders } from "./placeholders";
import { podSecurity } from "./podSecurity";
import { providerHosts } from "./providerHosts";
import { patches } from "./patches";
import { references } from "./references";
import { repairsOf } from "./repairs";
import { errorOf, repaired } from "./repairs/repair";
import { sameObject } from "./sameObject";
import { schema } from "./schema";
import { secretReferences } from "./secrets";

/** What is wrong with the objects of an environment, as one rule sees it. */
export type Rule = (inventory: Inventory) => ValidationError[];

/** All rules. */
export const rules: readonly Rule[] = [
  patches,
  schema,
  sameObject,
  generatedNames,
  existing,
  samePath,
  references,
  attachment,
  secretReferences,
  inlineSecrets,
  controllerIdentity,
  hosts,
  providerHosts,
  handWrittenFiles,
  placeholders,
  ineffective,
  podSecurity,
  exposure,
];

/** The base alone can be reached from nowhere. */
const rulesOfBase = rules.filter((rule) => rule !== exposure);

/** All errors in the objects of an environment: what the builders render, and what a person wrote under k8s/base. */
export function errorsInObjects(
  environment: Environment,
  handWritten: readonly ManifestText[] = [],
  selected: readonly Rule[] = rules,
): ValidationError[] {
  const written = readManifests(handWritten);
  const items = [...renderedItems(environment), ...written.items];
  const repairs = repairsOf(inventory(environment, items));
  const objects = inventory(environment, repaired(items, repairs));
  return [...written.errors, ...repairs.map(errorOf), ...errorsIn(objects, selected)];
}

/** All errors in a stock of objects. */
export function errorsIn(objects: Inventory, selected: readonly Rule[] = rules): ValidationError[] {
  return selected.flatMap((rule) => rule(objects));
}

/**
 * Checks an environment before it is deployed.
 *
 * @param others errors that are known already, so that all are reported at once
 * @throws UserError
 */
export function assertValid(
  environment: Environment,
  handWritten: readonly ManifestText[],
  others: readonly ValidationError[] = [],
): void {
  const errors = [...others, ...errorsInObjects(environment, handWritten)];
  if (errors.length > 0) throw invalidEnvironment(environment.name, errors);
}

/** What the checks find in the objects of a checkout. */
export interface Assessment {
  /** All errors, each once, with the environments that have it where not all do. */
  errors: ValidationError[];
  /** The environments that have none. Nothing is sound where the base is not. */
  sound: Environment[];
}

/** Checks all environments of a checkout, before any of it is rendered. */
export function assessAll({ base, environments }: Description, handWritten: readonly ManifestText[]): Assessment {
  const reported = new Map<string, { error: ValidationError; names: string[] }>();
  const add = (name: string, errors: readonly ValidationError[]) => {
    for (const error of errors) {
      const key = JSON.stringify(error);
      const known = reported.get(key);
      if (known === undefined) reported.set(key, { error, names: [name] });
      else if (!known.names.includes(name)) known.names.push(name);
    }
    return errors.length === 0;
  };
  const sound = environments.filter((environment) => add(environment.name, errorsInObjects(environment, handWritten)));
  // The base is deployed by no one, so what it refers to may come with an overlay; but Kustomize must be able to read it.
  const baseRules = environments.length > 0 ? [sameObject] : rulesOfBase;
  const isBaseSound = add(base.name, errorsInObjects(base, handWritten, baseRules));
  const everywhere = environments.map(({ name }) => name);
  const errors = [...reported.values()].map(({ error, names }) =>
    everywhere.every((name) => names.includes(name))
      ? error
      : { ...error, path: `${error.path} (in ${names.join(", ")})` },
  );
  return { errors, sound: isBaseSound ? sound : [] };
}

/** The error of what the checks have found. */
export function unsound(errors: readonly ValidationError[]): UserError {
  return new UserError("What would be in Git is not sound:", errors);
}

/**
 * Checks all environments of a checkout.
 *
 * @throws UserError
 */
export function assertAllValid(description: Description, handWritten: readonly ManifestText[]): void {
  const { errors } = assessAll(description, handWritten);
  if (errors.length > 0) throw unsound(errors);
}
