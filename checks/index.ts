import { faultyEnvironment, UserError, type Fault } from "../core/errors";
import type { Checkout } from "../config/checkout";
import type { Environment } from "../config/schema";
import { defaults } from "./defaults";
import { existing } from "./existing";
import { generatedNames } from "./generated";
import { handWrittenFiles } from "./handWritten";
import { hosts } from "./hosts";
import { ineffective } from "./ineffective";
import { renderedItems, inventory, type Inventory } from "./inventory";
import { inlineSecrets } from "./inlineSecrets";
import { readManifests, type ManifestText } from "./manifest";
import { samePath } from "./paths";
import { providerHosts } from "./providerHosts";
import { rawFields } from "./raw";
import { references } from "./references";
import { sameObject } from "./sameObject";
import { secretReferences } from "./secrets";

/** What is wrong with the objects of an environment, as one rule sees it. */
type Rule = (inventory: Inventory) => Fault[];

const rules: readonly Rule[] = [
  rawFields,
  sameObject,
  generatedNames,
  existing,
  samePath,
  references,
  secretReferences,
  inlineSecrets,
  hosts,
  providerHosts,
  handWrittenFiles,
  defaults,
  ineffective,
];

/** All faults in the objects of an environment: what the builders render, and what a person wrote under k8s/base. */
export function faultsInObjects(
  environment: Environment,
  handWritten: readonly ManifestText[] = [],
  selected: readonly Rule[] = rules,
): Fault[] {
  const { items, faults } = readManifests(handWritten);
  const objects = inventory(environment, [...renderedItems(environment), ...items]);
  return [...faults, ...faultsIn(objects, selected)];
}

/** All faults in a stock of objects. */
export function faultsIn(objects: Inventory, selected: readonly Rule[] = rules): Fault[] {
  return selected.flatMap((rule) => rule(objects));
}

/**
 * Checks an environment before it is deployed.
 *
 * @param others faults that are known already, so that all are reported at once
 * @throws UserError
 */
export function assertValid(
  environment: Environment,
  handWritten: readonly ManifestText[],
  others: readonly Fault[] = [],
): void {
  const faults = [...others, ...faultsInObjects(environment, handWritten)];
  if (faults.length > 0) throw faultyEnvironment(environment.name, faults);
}

/**
 * Checks all environments of a checkout, before any of it is rendered. A fault that all of them have is reported once.
 *
 * @throws UserError
 */
export function assertAllValid({ base, environments }: Checkout, handWritten: readonly ManifestText[]): void {
  const reported = new Map<string, { fault: Fault; names: string[] }>();
  const add = (name: string, faults: readonly Fault[]) => {
    for (const fault of faults) {
      const key = JSON.stringify(fault);
      const known = reported.get(key);
      if (known === undefined) reported.set(key, { fault, names: [name] });
      else if (!known.names.includes(name)) known.names.push(name);
    }
  };
  for (const environment of environments) add(environment.name, faultsInObjects(environment, handWritten));
  // The base is deployed by no one, so what it refers to may come with an overlay; but Kustomize must be able to read it.
  add(base.name, faultsInObjects(base, handWritten, environments.length > 0 ? [sameObject] : rules));
  const everywhere = environments.map(({ name }) => name);
  const faults = [...reported.values()].map(({ fault, names }) =>
    everywhere.every((name) => names.includes(name))
      ? fault
      : { ...fault, path: `${fault.path} (in ${names.join(", ")})` },
  );
  if (faults.length > 0) throw new UserError("What would be in Git is not sound:", faults);
}
