import { compact, sortedEntries } from "../../kubernetes";
import { promptGuardPolicy } from "../guard/build";
import type { TrafficSpec } from "./spec";

/** What the gateway does with the requests of an entry, and nothing where it does nothing. */
export function aiPolicy(name: string, spec: TrafficSpec): object | undefined {
  const policy = {
    modelAliases: filled(spec.modelAliases),
    defaults: bodyFields(spec.defaults),
    overrides: bodyFields(spec.overrides),
    prompt: compact(spec.promptEnrichment),
    promptCaching: spec.promptCaching,
    routes: filled(spec.routes),
    promptGuard: spec.promptGuard && promptGuardPolicy(name, spec.promptGuard),
  };
  // Not by `compact`: it would take empty lists out of the users' own values.
  const some = Object.entries(policy).filter(([, value]) => value !== undefined);
  return some.length > 0 ? Object.fromEntries(some) : undefined;
}

function filled<T extends object>(map: T | undefined): T | undefined {
  return map && Object.keys(map).length > 0 ? map : undefined;
}

function bodyFields(fields: TrafficSpec["defaults"]): object[] | undefined {
  return filled(fields) && sortedEntries(fields ?? {}).map(([field, value]) => ({ field, value }));
}
