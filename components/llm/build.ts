import type { SecretSpec } from "../credentials";
import { AGENTGATEWAY_API } from "../gateway/build";
import { httpRoute } from "../gateway/route";
import { sortedEntries, type KubernetesObject } from "../kubernetes";
import { providerSecret } from "./auth/build";
import { failoverConfig, failoverPolicies } from "./failover/build";
import { moderationSecret } from "./guard/build";
import { providerConfig, providerPolicies } from "./provider/build";
import type { LlmCatalogue, LlmProviderSpec } from "./spec";

/** Path prefix of a provider on the gateway. */
export function providerPath(name: string, spec: LlmProviderSpec): string {
  return spec.path ?? `/${name}`;
}

/** The Secrets that Pulumi makes for an entry: its own credentials, and those for moderation. */
export function entrySecrets(
  name: string,
  spec: LlmProviderSpec,
): { credentials?: SecretSpec; moderation?: SecretSpec } {
  return {
    credentials: spec.provider === undefined ? undefined : providerSecret(name, spec),
    moderation: moderationSecret(name, spec),
  };
}

/** The Secrets of all entries. */
export function llmSecrets(catalogue: LlmCatalogue): SecretSpec[] {
  return sortedEntries(catalogue)
    .flatMap(([name, spec]) => Object.values(entrySecrets(name, spec)))
    .filter((secret) => secret !== undefined);
}

/**
 * Backend and route of an entry.
 *
 * @param catalogue all entries, for a failover to find those that it uses
 */
export function llmProvider(
  name: string,
  spec: LlmProviderSpec,
  gateway: string,
  catalogue: LlmCatalogue,
): KubernetesObject[] {
  const [ai, policies] =
    spec.provider === undefined
      ? [failoverConfig(spec, catalogue), failoverPolicies(name, spec)]
      : [{ provider: providerConfig(spec) }, providerPolicies(name, spec)];
  const backend = {
    apiVersion: `${AGENTGATEWAY_API}/v1alpha1`,
    kind: "AgentgatewayBackend",
    metadata: { name },
    spec: { ai, ...(policies && { policies }) },
  };
  return [backend, httpRoute({ name, gateway, path: providerPath(name, spec), target: { backend: name } })];
}
