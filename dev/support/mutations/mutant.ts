import type { PlainObject } from "../../../core/merge";

/** What has become of an environment that was valid. */
export interface Mutant {
  /** The layers of the environment, as they are given to validation. */
  layers: PlainObject[];
  /** Path of what was changed, where the error must be. */
  at: string;
}

/** A copy of a value that has something else at a path; nothing there, for `undefined`. */
export function changed(value: unknown, [key, ...rest]: readonly (string | number)[], to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? changed(item, rest, to) : item) as unknown);
  const { [key]: old, ...others } = value as PlainObject;
  const replaced = changed(old, rest, to);
  return replaced === undefined ? others : { ...others, [key]: replaced };
}

/**
 * An environment with something laid over it: entries are added, the gateway keeps the listeners that policies are on and what is
 * accepted of it.
 */
export function laidOver(environment: PlainObject, over: PlainObject): PlainObject {
  const listeners = (gateway: unknown) => (gateway as { listeners?: object }).listeners ?? { http: { port: 80 } };
  const { insecure } = environment.gateway as { insecure?: unknown };
  const laid = Object.entries(over).map(([key, value]) => {
    if (key === "gateway")
      return [
        key,
        { insecure, ...(value as object), listeners: { ...listeners(environment.gateway), ...listeners(value) } },
      ];
    return [key, CATALOGUES.includes(key) ? { ...(environment[key] as object), ...(value as object) } : value];
  });
  // Patches are for objects by their names, and the gateway may get another one.
  const patches = "gateway" in over ? {} : environment.patches;
  const merged = { ...environment, patches, ...Object.fromEntries(laid) } as PlainObject;
  return { ...merged, llmProviders: mutuallyAccepted(merged.llmProviders as Record<string, PlainObject>) };
}

/** LLM providers of which no guard minds what was laid beside it. */
function mutuallyAccepted(entries: Record<string, PlainObject> = {}): PlainObject {
  return Object.fromEntries(
    Object.entries(entries).map(([name, spec]) => {
      const guard = spec.promptGuard as { unguardedEntries?: string[] } | undefined;
      if (guard === undefined) return [name, spec];
      const others = Object.keys(entries).filter((other) => other !== name);
      const unguardedEntries = [...new Set([...(guard.unguardedEntries ?? []), ...others])];
      return [name, { ...spec, promptGuard: { ...guard, unguardedEntries } }];
    }),
  );
}

const CATALOGUES = ["llmProviders", "mcpServers", "mcpRoutes", "agents", "policies", "existingServices"];
