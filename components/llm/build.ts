import type { SecretSpec } from "../credentials";
import { AGENTGATEWAY_API } from "../gateway/build";
import { httpRoute, type RouteRule } from "../gateway/route";
import { sortedEntries, type KubernetesObject } from "../../kube/object";
import { providerSecret } from "./provider/auth/build";
import { chosenProviders, failoverConfig, failoverPolicies, failoverRetry } from "./failover/build";
import { MODELS_SUFFIX } from "./formats/routes";
import { moderationSecret } from "./guard/build";
import { providerConfig, providerPolicies } from "./provider/build";
import type { LlmCatalogue, LlmProviderSpec } from "./spec";
import { requestTypes } from "./traffic/build";

/** Path prefix of a provider on the gateway. */
export function providerPath(name: string, spec: LlmProviderSpec): string {
  return spec.path ?? `/${name}`;
}

/** The Secrets that Pulumi makes for an entry: its own credentials, and those for moderation. */
export function secretsOf(name: string, spec: LlmProviderSpec): { credentials?: SecretSpec; moderation?: SecretSpec } {
  return {
    credentials: spec.provider === undefined ? undefined : providerSecret(name, spec),
    moderation: moderationSecret(name, spec),
  };
}

/** The Secrets of all entries. */
export function llmSecrets(catalogue: LlmCatalogue): SecretSpec[] {
  return sortedEntries(catalogue)
    .flatMap(([name, spec]) => Object.values(secretsOf(name, spec)))
    .filter((secret) => secret !== undefined);
}

/**
 * Backend and route of an entry, and the policy of a failover.
 *
 * @param catalogue all entries, for a failover to find those that it uses
 */
export function llmProvider(
  name: string,
  spec: LlmProviderSpec,
  gateway: string,
  catalogue: LlmCatalogue,
): KubernetesObject[] {
  const backend = {
    apiVersion: `${AGENTGATEWAY_API}/v1alpha1`,
    kind: "AgentgatewayBackend",
    metadata: { name },
    spec:
      spec.provider === undefined
        ? { ai: failoverConfig(name, spec, catalogue), policies: failoverPolicies(spec) }
        : { ai: { provider: providerConfig(spec) }, policies: providerPolicies(name, spec) },
  };
  return [
    backend,
    ...(spec.provider === undefined ? failoverRetry(name, spec) : []),
    llmRoute(name, spec, gateway, listsModels(name, spec, catalogue)),
  ];
}

/**
 * The route of an entry. It replaces the prefix, so that what is sent on as it is arrives under the provider's own paths.
 * The list of models is the only such request by default, and providers have it under `/v1` whatever a client's base URL is.
 */
function llmRoute(name: string, spec: LlmProviderSpec, gateway: string, models: boolean): KubernetesObject {
  const path = providerPath(name, spec);
  const target = { backend: name };
  const list: RouteRule = {
    path: `${path}${MODELS_SUFFIX}`,
    exact: true,
    method: "GET",
    replacedBy: `/v1${MODELS_SUFFIX}`,
    target,
  };
  return httpRoute({ name, gateway, rules: [...(models ? [list] : []), { path, replacedBy: "/", target }] });
}

/** Whether clients can read the list of models: of one provider, or of each that a failover may choose. */
function listsModels(name: string, spec: LlmProviderSpec, catalogue: LlmCatalogue): boolean {
  return chosenProviders(name, spec, catalogue).every(
    ({ name: own, provider, choice }) => requestTypes(own, provider, choice)[MODELS_SUFFIX] === "Passthrough",
  );
}
