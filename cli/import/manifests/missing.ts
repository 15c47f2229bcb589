import { valueIn } from "../../../checks/fields";
import { isPlainObject } from "../../../core/merge";
import { inInput } from "./normal";

/** What has another value here, and means the same to everybody: the name of the only container. */
const INDIFFERENT = /\.containers\[0\]\.name$/;

/**
 * The fields of an object of the input that the one which is built for it does not have, by their paths. What that one has
 * beside them is no difference: it is what the configuration adds.
 */
export function missingFields(given: unknown, built: unknown, path = ""): string[] {
  // Pulumi makes a Secret of its own of it.
  if (inInput(given) !== undefined && typeof built === "string") return [];
  if (Array.isArray(given)) return missingItems(given, built, path);
  if (!isPlainObject(given))
    return given === built || INDIFFERENT.test(path) || isAmount(given, built, path) ? [] : [path];
  if (!isPlainObject(built)) return [path];
  return Object.entries(given).flatMap(([key, value]) => {
    const below = path === "" ? key : `${path}.${key}`;
    return Object.hasOwn(built, key) ? missingFields(value, built[key], below) : isNothing(value) ? [] : [below];
  });
}

/** An amount of CPU or memory may be a number, which is the text of it. */
function isAmount(given: unknown, built: unknown, path: string): boolean {
  return /\.resources\.(requests|limits)\./.test(path) && String(given) === built;
}

/** The builders leave empty lists and mappings out of Kubernetes' own kinds. */
function isNothing(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function missingItems(given: readonly unknown[], built: unknown, path: string): string[] {
  if (!Array.isArray(built)) return [path];
  // A route may have further rules; of other lists the whole counts, order included.
  if (path.endsWith(".rules"))
    return given.flatMap((item, index) => {
      const [least = [`${path}[${index}]`]] = built
        .map((other) => missingFields(item, other, `${path}[${index}]`))
        .sort((one, other) => one.length - other.length);
      return least;
    });
  if (path.endsWith(".env")) return missingVariables(given, built, path);
  if (given.length !== built.length) return [path];
  return given.flatMap((item, index) => missingFields(item, built[index], `${path}[${index}]`));
}

/** Variables of a container are told by their names: the builders sort them. */
function missingVariables(given: readonly unknown[], built: readonly unknown[], path: string): string[] {
  return given.flatMap((item, index) => {
    const same = built.find((other) => valueIn(other, "name") === valueIn(item, "name"));
    return missingFields(item, same, `${path}[${index}]`);
  });
}

/** Requests that would be served though the input does not serve them: the keys of `routes`, by their paths. */
export function addedRoutes(given: unknown, built: unknown, path = ""): string[] {
  if (Array.isArray(given) && Array.isArray(built))
    return given.flatMap((item, index) => addedRoutes(item, built[index], `${path}[${index}]`));
  if (!isPlainObject(given) || !isPlainObject(built)) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const below = path === "" ? key : `${path}.${key}`;
    const other = built[key];
    if (key !== "routes" || !isPlainObject(value) || !isPlainObject(other)) return addedRoutes(value, other, below);
    return Object.keys(other)
      .filter((route) => !(route in value))
      .map((route) => `${below}.${route}`);
  });
}
