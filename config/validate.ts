import { UserError, type Fault } from "./errors";
import { crossChecks } from "./checks";
import { faultsOf, formatPath, nearest, show } from "./faults";
import { isPlainObject, mergeLayers, type PlainObject } from "./merge";
import { environmentSchema, type Environment } from "./schema";

/** The catalogues whose entries can be switched off. */
const CATALOGUES = ["llmProviders", "mcpServers", "agents", "policies"] as const;

/**
 * Merges the layers of an environment and checks the result.
 *
 * @param name name of the environment
 * @param layers the catalogue first, then what overrides it
 * @param extraChecks further rules, for what must hold only where the environment is deployed
 * @throws UserError with all faults at once
 */
export function validateEnvironment(
  name: string,
  layers: readonly PlainObject[],
  extraChecks: (environment: Environment) => Fault[] = () => [],
): Environment {
  const merged = mergeLayers(...layers);
  const faults = [...unknownOverrides(layers), ...dropDisabled(merged)];
  const parsed = environmentSchema.safeParse(merged);
  if (!parsed.success) {
    const known = new Set(faults.map(({ path }) => path));
    faults.push(...faultsOf(parsed.error, merged).filter(({ path }) => ![...known].some((k) => path.startsWith(k))));
  }
  if (!parsed.success || faults.length > 0) throw invalid(name, faults);
  const environment: Environment = { ...parsed.data, name };
  faults.push(...crossChecks(environment), ...extraChecks(environment));
  if (faults.length > 0) throw invalid(name, faults);
  return environment;
}

function invalid(name: string, faults: readonly Fault[]): UserError {
  return new UserError(
    `The configuration of environment "${name}" has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:`,
    faults,
  );
}

/** Removes what is switched off, and the switches. */
function dropDisabled(merged: PlainObject): Fault[] {
  const faults: Fault[] = [];
  for (const catalogue of CATALOGUES) {
    const entries = merged[catalogue];
    if (!isPlainObject(entries)) continue;
    for (const [entry, spec] of Object.entries(entries)) {
      if (!isPlainObject(spec) || !("enabled" in spec)) continue;
      if (typeof spec.enabled !== "boolean") {
        faults.push({
          path: formatPath([catalogue, entry, "enabled"]),
          problem: `${show(spec.enabled)} must be true or false`,
        });
      }
      if (spec.enabled === false) delete entries[entry];
      else delete spec.enabled;
    }
  }
  return faults;
}

/** Finds overrides of entries that don't exist: an entry that is new in a stack must say what it is. */
function unknownOverrides([catalogue = {}, ...overrides]: readonly PlainObject[]): Fault[] {
  return CATALOGUES.flatMap((kind) => {
    const known = Object.keys(isPlainObject(catalogue[kind]) ? catalogue[kind] : {});
    const overriding = mergeLayers(...overrides)[kind];
    return Object.entries(isPlainObject(overriding) ? overriding : {})
      .filter(
        ([entry, spec]) =>
          !known.includes(entry) && isPlainObject(spec) && !("provider" in spec || "image" in spec || "on" in spec),
      )
      .map(([entry]) => {
        const near = nearest(entry, known);
        return {
          path: formatPath([kind, entry]),
          problem: "overrides an entry that platform.ts does not have",
          remedy: near ? `Did you mean "${near}"?` : `There are: ${known.join(", ") || "none"}.`,
        };
      });
  });
}
