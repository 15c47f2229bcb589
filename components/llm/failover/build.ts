import { agentgatewayPolicy, GATEWAY_API } from "../../gateway/build";
import { compact, type KubernetesObject } from "../../../kube/object";
import { providerConfig, providerPolicies } from "../provider/build";
import type { ProviderSpec } from "../provider/spec";
import type { FailoverSpec, LlmCatalogue, LlmProviderSpec } from "../spec";
import type { Choice } from "../traffic/build";

/** The groups of a failover as lists, and the path of each target in the configuration. */
export function targetsOf({ failover }: FailoverSpec): { use: string; model?: string; at: string }[][] {
  return failover.map((group, priority) =>
    Array.isArray(group)
      ? group.map((target, index) => ({ ...target, at: `failover[${priority}][${index}]` }))
      : [{ ...group, at: `failover[${priority}]` }],
  );
}

/** A provider as the requests to an entry meet it. */
export interface ChosenProvider {
  /** Name of the entry that says what it is. */
  name: string;
  provider: ProviderSpec;
  /** What chose it, where that is another entry. */
  choice?: Choice;
  /** Path of the choice in the configuration, such as `failover[0]`; nothing where there is none. */
  at?: string;
}

/** The providers that may answer the requests to an entry: its own, or those that it chooses from. */
export function chosenProviders(name: string, spec: LlmProviderSpec, catalogue: LlmCatalogue): ChosenProvider[] {
  if (spec.provider !== undefined) return [{ name, provider: spec }];
  return targetsOf(spec)
    .flat()
    .flatMap(({ use, model, at }) => {
      const provider = catalogue[use];
      return provider?.provider === undefined
        ? []
        : [{ name: use, provider, choice: { name, traffic: spec, model }, at }];
    });
}

/** Providers in order of preference. Each is as its own entry says, credentials included, and what this entry says is laid over it. */
export function failoverConfig(name: string, spec: FailoverSpec, catalogue: LlmCatalogue): object {
  const names = new Set<string>();
  return {
    groups: targetsOf(spec).map((group) => ({
      providers: group.map(({ use, model }) => {
        const provider = catalogue[use];
        if (provider?.provider === undefined) throw new Error(`${use} is no provider; validation lets none through`);
        return {
          name: unused(use, names),
          ...providerConfig(provider, model),
          policies: providerPolicies(use, provider, { name, traffic: spec, model }),
        };
      }),
    })),
  };
}

/** Names must differ over all groups, also where one provider is in several of them with different models. */
function unused(name: string, names: Set<string>): string {
  let unused = name;
  for (let next = 2; names.has(unused); next++) unused = `${name}-${next}`;
  names.add(unused);
  return unused;
}

/** What holds for all of the providers: when one of them is left out. */
export function failoverPolicies(spec: FailoverSpec): object {
  const { unhealthyCondition = unhealthy(spec), ...eviction } = spec.eviction;
  return { health: compact({ unhealthyCondition, eviction }) };
}

/**
 * What counts as a failure of the provider. A request that the proxy can't parse is answered with 503 too: whoever sends one
 * must not have healthy providers left out, and only that answer knows no model. Without further attempts a connection that
 * fails looks the same, so there it can't be told.
 */
function unhealthy({ retry }: FailoverSpec): string {
  if (retry === false) return "response.code >= 500 || response.code == 429";
  return "response == null || response.code == 429 || (response.code >= 500 && has(llm.requestModel))";
}

/** Name of the policy by which a failing request is tried again. */
export function retryName(name: string): string {
  return `${name}-retry`;
}

/** Most further attempts by default: each costs the client time. */
const MOST_ATTEMPTS = 3;

/**
 * The policy by which a failing request is tried again within itself: with the next provider, since the failing one is left
 * out by then. That happens beside the request, so there is a short pause before.
 */
export function failoverRetry(name: string, spec: FailoverSpec): KubernetesObject[] {
  if (spec.retry === false) return [];
  const others = targetsOf(spec).flat().length - 1;
  const attempts = Math.min(Math.max(others, 1), MOST_ATTEMPTS);
  return [
    agentgatewayPolicy(retryName(name), {
      targetRefs: [{ group: GATEWAY_API, kind: "HTTPRoute", name }],
      traffic: { retry: { attempts, ...spec.retry } },
    }),
  ];
}
