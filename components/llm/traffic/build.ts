import { compact, sortedEntries } from "../../../kube/object";
import { routesOf } from "../formats/routes";
import type { Routes } from "../formats/spec";
import { promptGuardPolicy, type OwnedGuard } from "../guard/build";
import type { PromptGuardSpec } from "../guard/spec";
import type { ProviderSpec } from "../provider/spec";
import type { TrafficSpec } from "./spec";

/** An entry that chooses a provider: what it says of requests is laid over what the provider's own entry says. */
export interface Choice {
  name: string;
  traffic: TrafficSpec;
  /** Model for requests that come this way. Default: the provider's own. */
  model?: string;
}

/**
 * What the gateway does with the requests to a provider. All of it is set on the provider, also where an entry chooses from
 * several: of what is set on the choice itself the proxy takes nothing as soon as the provider has anything of its own.
 */
export function aiPolicy(name: string, spec: ProviderSpec, choice?: Choice): object {
  const merged = <Field extends "modelAliases" | "defaults" | "overrides">(field: Field) => ({
    ...spec[field],
    ...choice?.traffic[field],
  });
  const policy = {
    modelAliases: filled(merged("modelAliases")),
    defaults: bodyFields(merged("defaults")),
    overrides: bodyFields(merged("overrides")),
    prompt: compact(choice?.traffic.promptEnrichment ?? spec.promptEnrichment),
    promptCaching: "promptCaching" in spec ? spec.promptCaching : undefined,
    routes: requestTypes(name, spec, choice),
    promptGuard: promptGuardPolicy(guardsOf(name, spec, choice)),
  };
  // Not by `compact`: it would take empty lists out of the users' own values.
  return Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined));
}

/** The types of the requests that a provider gets, by the ends of their paths. */
export function requestTypes(name: string, spec: ProviderSpec, choice?: Choice): Routes {
  const guard = together(guardsOf(name, spec, choice));
  return routesOf(spec, { model: choice?.model, guard, routes: { ...spec.routes, ...choice?.traffic.routes } });
}

/** All guards of requests to a provider: those of the choice first, then its own. */
export function guardsOf(name: string, spec: ProviderSpec, choice?: Choice): OwnedGuard[] {
  const layers = [...(choice ? [choice] : []), { name, traffic: spec }];
  return layers.flatMap(({ name: owner, traffic: { promptGuard: guard } }) => (guard ? [{ owner, guard }] : []));
}

/** Several guards as one, for the question of what gets round them: it must be accepted for each. */
export function together(guards: readonly OwnedGuard[]): PromptGuardSpec | undefined {
  const [first, ...others] = guards.map(({ guard }) => guard);
  return others.reduce<PromptGuardSpec | undefined>(
    (all, guard) =>
      all && {
        ...all,
        request: [...all.request, ...guard.request],
        response: [...all.response, ...guard.response],
        unguarded: all.unguarded.filter((type) => guard.unguarded.includes(type)),
      },
    first,
  );
}

function filled<T extends object>(map: T): T | undefined {
  return Object.keys(map).length > 0 ? map : undefined;
}

function bodyFields(fields: NonNullable<TrafficSpec["defaults"]>): object[] | undefined {
  return filled(fields) && sortedEntries(fields).map(([field, value]) => ({ field, value }));
}
