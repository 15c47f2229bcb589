import { isDeepStrictEqual } from "node:util";
import { itemsIn, textIn, valueIn } from "../../../checks/fields";
import { routesOf } from "../../../components/llm/formats/routes";
import { promptGuard } from "../../../components/llm/guard/spec";
import { providerSpec } from "../../../components/llm/provider/spec";
import type { PlainObject } from "../../../core/merge";
import { byName, fieldsIn, serviceRefOf } from "./objects";
import { inInput } from "./normal";
import { UNGUARDED } from "./ways";

/** What an entry says of requests, from `policies.ai` of its backend. */
export interface ReadRequests {
  fields: PlainObject;
  /** Where the input has the key for moderation. */
  source: string | undefined;
}

/**
 * Reads what is done to requests.
 *
 * @param spec the provider, for what it serves anyway
 * @param model of a failover's choice
 */
export function requestsOf(name: string, ai: unknown, spec: PlainObject, model?: string): ReadRequests {
  const { modelAliases, prompt, promptGuard: guard, routes } = fieldsIn({ ai }, "ai");
  const read = guard === undefined ? undefined : guardOf(name, guard, Object.values(fieldsIn({ routes }, "routes")));
  const fields = {
    modelAliases,
    defaults: byName(itemsIn(ai, "defaults"), "value", "field"),
    overrides: byName(itemsIn(ai, "overrides"), "value", "field"),
    promptEnrichment: prompt,
    routes: furtherRoutes(fieldsIn({ routes }, "routes"), spec, read?.guard, model),
    promptGuard: read?.guard,
  };
  return {
    fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    source: read?.source,
  };
}

/** The types of requests that an entry does not serve by default. */
function furtherRoutes(
  routes: PlainObject,
  spec: PlainObject,
  guard: PlainObject | undefined,
  model: string | undefined,
): PlainObject | undefined {
  const provider = providerSpec.safeParse(spec);
  const parsed = guard && promptGuard.safeParse(guard);
  const byDefault = provider.success ? routesOf(provider.data, { model, guard: parsed?.data }) : {};
  const further = Object.entries(routes).filter(([suffix, type]) => byDefault[suffix] !== type);
  return further.length > 0 ? Object.fromEntries(further) : undefined;
}

function guardOf(name: string, guard: unknown, types: readonly unknown[]): { guard: PlainObject; source?: string } {
  const own = `${name}-moderation-secret`;
  const each = (direction: string) => itemsIn(guard, direction).map((item) => oneGuard(item, own));
  const [request, response] = [each("request"), each("response")];
  const source = request.map(({ source: found }) => found).find((found) => found !== undefined);
  // What masks can't hold for streams: where they are checked all the same, other guards do so.
  const masks = response.some(
    ({ item }) => valueIn(item, "regex") !== undefined && valueIn(item, "regex", "action") !== "Reject",
  );
  const streaming = masks || textIn(guard, "streaming") !== "Enabled" ? "Unguarded" : "Enabled";
  return {
    guard: {
      ...(request.length > 0 && { request: request.map(({ item }) => item) }),
      ...(response.length > 0 && { response: response.map(({ item }) => item), streaming }),
      unguarded: UNGUARDED.filter((type) => types.includes(type)),
    },
    ...(source !== undefined && { source }),
  };
}

function oneGuard(item: PlainObject, own: string): { item: PlainObject; source?: string } {
  const { regex, webhook, openAIModeration, response } = item;
  const secret = valueIn(openAIModeration, "policies", "auth", "secretRef", "name");
  const source = inInput(secret);
  const { builtins, matches, action } = fieldsIn({ regex }, "regex");
  const failureMode = valueIn(webhook, "failureMode");
  const model = valueIn(openAIModeration, "model");
  return {
    item: {
      ...(regex !== undefined && {
        regex: {
          ...(builtins !== undefined && { builtins }),
          ...(matches !== undefined && { patterns: matches }),
          ...(action !== undefined && { action }),
        },
      }),
      ...(webhook !== undefined && {
        webhook: {
          service: serviceRefOf(valueIn(webhook, "backendRef")),
          ...(failureMode !== undefined && { failureMode }),
        },
      }),
      ...(openAIModeration !== undefined && {
        openAIModeration: {
          ...(model !== undefined && { model }),
          ...(secret !== own && secret !== undefined && source === undefined && { existingSecret: secret }),
        },
      }),
      ...(response !== undefined && { response }),
    },
    ...(source !== undefined && { source }),
  };
}

/** What a choice says of requests beside what its provider's own entry says: it is laid over that one. */
export function laidOver(choice: PlainObject, own: PlainObject): PlainObject {
  const added = Object.entries(choice).flatMap(([field, value]) => {
    const below = own[field];
    if (below === undefined) return [[field, value] as const];
    if (isDeepStrictEqual(value, below)) return [];
    if (field === "promptGuard") {
      const guard = guardsBeyond(value, below);
      return guard === undefined ? [] : [[field, guard] as const];
    }
    if (field === "promptEnrichment") return [[field, value] as const];
    const further = Object.entries(fieldsIn({ value }, "value")).filter(
      ([key, item]) => !isDeepStrictEqual(item, valueIn(below, key)),
    );
    return further.length > 0 ? [[field, Object.fromEntries(further)] as const] : [];
  });
  return Object.fromEntries(added);
}

/** The guards of a choice come first, then those of the provider. */
function guardsBeyond(all: unknown, own: unknown): PlainObject | undefined {
  const { request: _, response: __, ...rest } = fieldsIn({ all }, "all");
  const beyond = (direction: string) => {
    const [given, theirs] = [itemsIn(all, direction), itemsIn(own, direction)];
    return given.slice(0, given.length - theirs.length);
  };
  const [request, response] = [beyond("request"), beyond("response")];
  if (request.length + response.length === 0) return undefined;
  return { ...rest, ...(request.length > 0 && { request }), ...(response.length > 0 && { response }) };
}
