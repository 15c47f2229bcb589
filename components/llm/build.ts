import type { SecretValue } from "../../config/secret";
import type { SecretEntry, SecretSpec } from "../credentials";
import { AGENTGATEWAY_API } from "../gateway/build";
import { httpRoute } from "../gateway/route";
import { compact, type KubernetesObject } from "../kubernetes";
import type { LlmProviderSpec } from "./spec";

/** Path prefix of a provider on the gateway. */
export function providerPath(name: string, spec: LlmProviderSpec): string {
  return spec.path ?? `/${name}`;
}

/** Name of the Secret that holds a provider's credentials. */
export function providerSecretName(name: string, spec: LlmProviderSpec): string {
  return spec.secretName ?? `${name}-secret`;
}

/** The Secret with a provider's credentials, in the form that the controller reads. */
export function providerSecret(name: string, spec: LlmProviderSpec): SecretSpec {
  const entry = (field: string, key: string, value: SecretValue | undefined, required = true): SecretEntry => ({
    path: `llmProviders.${name}.${field}`,
    key,
    value,
    required,
  });
  return {
    name: providerSecretName(name, spec),
    entries:
      spec.provider === "bedrock"
        ? [
            entry("accessKey", "accessKey", spec.accessKey),
            entry("secretKey", "secretKey", spec.secretKey),
            entry("sessionToken", "sessionToken", spec.sessionToken, false),
          ]
        : [entry("apiKey", "Authorization", spec.apiKey)],
  };
}

/** Backend and route of a provider. */
export function llmProvider(name: string, spec: LlmProviderSpec, gateway: string): KubernetesObject[] {
  const secretRef = { name: providerSecretName(name, spec) };
  const backend = compact({
    apiVersion: `${AGENTGATEWAY_API}/v1alpha1`,
    kind: "AgentgatewayBackend",
    metadata: { name },
    spec: {
      ai: { provider: { [spec.provider]: providerConfig(spec) } },
      policies: { auth: spec.provider === "bedrock" ? { aws: { secretRef } } : { secretRef } },
    },
  });
  return [backend, httpRoute({ name, gateway, path: providerPath(name, spec), target: { backend: name } })];
}

function providerConfig(spec: LlmProviderSpec): object {
  switch (spec.provider) {
    case "openai":
    case "anthropic":
    case "gemini":
      return { model: spec.model };
    case "vertexai":
      return { projectId: spec.projectId, region: spec.region, model: spec.model };
    case "azureopenai":
      return { endpoint: spec.endpoint, deploymentName: spec.deploymentName, apiVersion: spec.apiVersion };
    case "bedrock":
      return { region: spec.region, model: spec.model };
  }
}
