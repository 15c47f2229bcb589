import { invalidEnvironment, UserError } from "../core/errors";
import { isPlainObject, type PlainObject } from "../core/merge";
import { SecretValue, UnsetSecret } from "../core/secret";
import { show } from "../core/show";
import { didYouMean } from "../core/suggest";
import { isOwnField } from "./schema";
import { readStackFile, stackNames } from "./stackfile";

/** A stack's own configuration, and what it builds upon. */
export interface Lineage {
  /** The layers of its configuration, to be merged over `platform.ts`: the farthest stack's first, its own last. */
  layers: PlainObject[];
  /** The stacks that it extends, the nearest first. */
  bases: string[];
}

/** The lineage of a stack by its file in a checkout. */
export function lineageInCheckout(directory: string, stack: string): Lineage {
  return climb(directory, stack, readStackFile(directory, stack), [stack]);
}

/**
 * The lineage of a stack by its configuration, which may come from elsewhere than the checkout. Then it may extend the
 * checkout's file of the same name, from which it takes all but the secrets.
 *
 * @throws UserError where it extends what there is not, or itself
 */
export function lineageOf(directory: string, stack: string, configuration: PlainObject): Lineage {
  return climb(directory, stack, configuration, []);
}

/** @param read the stacks whose files have been read already */
function climb(directory: string, stack: string, configuration: PlainObject, read: string[]): Lineage {
  const layers: PlainObject[] = [];
  for (let at = configuration; ;) {
    const { extends: base, ...layer } = at;
    // The first is the stack's own; one of its name after that is its file in the checkout.
    const take = layers.length === 0 ? (own: PlainObject) => own : read.at(-1) === stack ? withoutSecrets : inherited;
    layers.unshift(take(layer) as PlainObject);
    if (base === undefined) return { layers, bases: read.filter((name) => name !== stack) };
    assertExtends(directory, stack, base, read);
    read.push(base);
    at = readBase(directory, stack, base);
  }
}

function assertExtends(
  directory: string,
  stack: string,
  base: unknown,
  read: readonly string[],
): asserts base is string {
  const holder = read.at(-1) ?? stack;
  const path = holder === stack ? "extends" : `extends (in Pulumi.${holder}.yaml)`;
  const refuse = (problem: string, remedy: string) => invalidEnvironment(stack, [{ path, problem, remedy }]);
  if (typeof base !== "string") throw refuse(`${show(base)} must be the name of a stack`, "Name one, such as prod.");
  if (read.includes(base)) {
    const cycle = [...read.slice(read.indexOf(base)), base].join(" extends ");
    throw refuse(`is a cycle: ${cycle}`, "Remove `extends` from one of them.");
  }
  const known = stackNames(directory);
  if (known.includes(base)) return;
  const others = known.filter((name) => name !== holder);
  throw refuse(`there is no Pulumi.${base}.yaml`, didYouMean(base, others));
}

function readBase(directory: string, stack: string, base: string): PlainObject {
  try {
    return readStackFile(directory, base);
  } catch (error) {
    if (!(error instanceof UserError) || base === stack) throw error;
    throw invalidEnvironment(stack, [
      { path: "extends", problem: `Pulumi.${base}.yaml can't be read`, remedy: error.message },
    ]);
  }
}

/**
 * What another stack takes of a layer: all but what is one stack's alone. Of a secret it takes that there must be one; its
 * value is encrypted with a key that the other has not.
 */
function inherited(value: unknown, path: readonly PropertyKey[] = []): unknown {
  if (value instanceof SecretValue) return new UnsetSecret();
  if (Array.isArray(value)) return value.map((item, index) => inherited(item, [...path, index]));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !isOwnField([...path, key]))
      .map(([key, item]) => [key, inherited(item, [...path, key])]),
  );
}

function withoutSecrets(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => !(item instanceof SecretValue))
      .map(([key, item]) => [key, withoutSecrets(item)]),
  );
}
