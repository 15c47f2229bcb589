import { a2aAgentKinds } from "../components/a2a/spec";
import { mcpServerKinds } from "../components/mcp/spec";
import { uselessGatewayApi } from "../components/cluster/controlPlane";
import { uselessControlPlane } from "../components/controller/errors";
import { crossChecks } from "./checks";
import { invalidEnvironment, type ValidationError } from "../core/errors";
import { hubErrors, hubNamespace, isHub, ofHub } from "./hub";
import { renamedFields } from "./renamed";
import { show } from "../core/show";
import { didYouMean } from "../core/suggest";
import { errorsOf, formatPath } from "../core/validationErrors";
import { isPlainObject, mergeLayers, type PlainObject } from "../core/merge";
import { environmentSchema, type Environment } from "./schema";
import { words } from "../core/schemaMessages";

/** The catalogues of what is deployed. */
const CATALOGUES = ["llmProviders", "mcpServers", "agents", "policies"] as const;
/** Where there are entries that can be switched off. */
export const SWITCHABLE: readonly (readonly string[])[] = [
  ...[...CATALOGUES, "mcpRoutes"].map((catalogue) => [catalogue]),
  ["gateway", "listeners"],
];

/**
 * Merges the layers of an environment and checks the result's shape. The objects that it means are checked apart, with
 * those that a person wrote (checks/).
 *
 * @param name name of the environment
 * @param layers the catalogue first, then what overrides it
 * @throws UserError with all errors at once
 */
export function validateEnvironment(name: string, layers: readonly PlainObject[]): Environment {
  const complete = mergeLayers(...layers);
  const hub = isHub(complete);
  const merged = hub ? mergeLayers(...layers.map(ofHub), hubNamespace) : complete;
  const renamed = renamedFields(hub ? mergeLayers(merged, layers.at(-1) ?? {}) : merged);
  const errors = [
    ...prototypes(complete),
    ...renamed,
    ...(hub
      ? hubErrors(layers.at(-1) ?? {}).filter(({ path }) => !renamed.some((each) => each.path === path))
      : [...unknownOverrides(layers), ...dropDisabled(merged)]),
  ];
  const parsed = environmentSchema.safeParse(merged, { error: words });
  if (!parsed.success) {
    const known = new Set(errors.map(({ path }) => path));
    errors.push(
      ...errorsOf(parsed.error, merged, environmentSchema).filter(
        ({ path }) => ![...known].some((k) => path.startsWith(k)),
      ),
    );
  }
  if (!parsed.success || errors.length > 0) throw invalidEnvironment(name, errors);
  const environment: Environment = { ...parsed.data, name };
  const own = layers.at(-1) ?? {};
  if (!hub) {
    if (environment.cluster.controlPlane === "existing") errors.push(...uselessControlPlane(own));
    const said = isPlainObject(own.cluster) ? own.cluster.gatewayApi : undefined;
    errors.push(...uselessGatewayApi(environment.cluster, said, "cluster."));
  }
  errors.push(...crossChecks(environment));
  if (errors.length > 0) throw invalidEnvironment(name, errors);
  return environment;
}

/** Names that mean something else to JavaScript, and that a schema of names to values passes over in silence. */
function prototypes(value: unknown, path: readonly string[] = []): ValidationError[] {
  if (!isPlainObject(value)) return [];
  return Object.keys(value).flatMap((key) =>
    key === "__proto__"
      ? [{ path: formatPath([...path, key]), problem: "is no name", remedy: "Rename it." }]
      : prototypes(value[key], [...path, key]),
  );
}

/** Removes what is switched off, and the switches. */
function dropDisabled(merged: PlainObject): ValidationError[] {
  const errors: ValidationError[] = [];
  for (const place of SWITCHABLE) {
    const entries = place.reduce<unknown>((value, key) => (isPlainObject(value) ? value[key] : undefined), merged);
    if (!isPlainObject(entries)) continue;
    for (const [entry, spec] of Object.entries(entries)) {
      if (!isPlainObject(spec) || !("enabled" in spec)) continue;
      if (typeof spec.enabled !== "boolean") {
        errors.push({
          path: formatPath([...place, entry, "enabled"]),
          problem: `${show(spec.enabled)} must be true or false`,
        });
      }
      if (spec.enabled === false) delete entries[entry];
      else delete spec.enabled;
    }
  }
  return errors;
}

/** The keys of which an entry that says what it is has one. */
const DISCRIMINATOR_KEYS: Record<(typeof CATALOGUES)[number], string[]> = {
  llmProviders: ["provider", "failover"],
  mcpServers: Object.keys(mcpServerKinds),
  agents: Object.keys(a2aAgentKinds),
  policies: ["on"],
};

/** Finds overrides of entries that don't exist: an entry that is new in a stack must say what it is. */
function unknownOverrides([catalogue = {}, ...overrides]: readonly PlainObject[]): ValidationError[] {
  return CATALOGUES.flatMap((kind) => {
    const overriding = mergeLayers(...overrides)[kind];
    const entries = Object.entries(isPlainObject(overriding) ? overriding : {});
    const isNew = (spec: unknown) => isPlainObject(spec) && DISCRIMINATOR_KEYS[kind].some((key) => key in spec);
    const known = [
      ...Object.keys(isPlainObject(catalogue[kind]) ? catalogue[kind] : {}),
      ...entries.filter(([, spec]) => isNew(spec)).map(([entry]) => entry),
    ];
    return entries
      .filter(([entry, spec]) => !known.includes(entry) && isPlainObject(spec))
      .map(([entry]) => {
        return {
          path: formatPath([kind, entry]),
          problem: "overrides an entry that platform.ts does not have",
          remedy: didYouMean(
            entry,
            known,
            `There are: ${known.join(", ") || "none"}. A new entry has ${DISCRIMINATOR_KEYS[kind].join(", or ")}.`,
          ),
        };
      });
  });
}
