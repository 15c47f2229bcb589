import { compact } from "../../kubernetes";
import { policies, providerConfig, providerPolicies } from "../provider/build";
import type { FailoverSpec, LlmCatalogue } from "../spec";
import { aiPolicy } from "../traffic/build";

/** The groups of a failover as lists, and where each target stands in the configuration. */
export function targetsOf({ failover }: FailoverSpec): { use: string; model?: string; at: string }[][] {
  return failover.map((group, priority) =>
    Array.isArray(group)
      ? group.map((target, index) => ({ ...target, at: `failover[${priority}][${index}]` }))
      : [{ ...group, at: `failover[${priority}]` }],
  );
}

/** Providers in order of preference. Each is as its own entry says, credentials included. */
export function failoverConfig(spec: FailoverSpec, catalogue: LlmCatalogue): object {
  const names = new Set<string>();
  return {
    groups: targetsOf(spec).map((group) => ({
      providers: group.map(({ use, model }) => {
        const provider = catalogue[use];
        if (provider?.provider === undefined) throw new Error(`${use} is no provider; validation lets none through`);
        const policies = providerPolicies(use, provider);
        return { name: unused(use, names), ...providerConfig(provider, model), ...(policies && { policies }) };
      }),
    })),
  };
}

/** Names must differ over all groups, also where one provider stands in several of them with different models. */
function unused(name: string, names: Set<string>): string {
  let unused = name;
  for (let next = 2; names.has(unused); next++) unused = `${name}-${next}`;
  names.add(unused);
  return unused;
}

/** What holds for all of the providers: above all, when one of them is left out. */
export function failoverPolicies(name: string, spec: FailoverSpec): object | undefined {
  const { unhealthyCondition, ...eviction } = spec.eviction;
  return policies({ ai: aiPolicy(name, spec), health: compact({ unhealthyCondition, eviction }) });
}
