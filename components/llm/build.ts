import type { SecretValue } from "../../config/secret";
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

/** One credential of a provider: the field of its spec, the key in its Secret, and its value where there is one. */
export interface Credential {
  field: string;
  key: string;
  value: SecretValue | undefined;
  required: boolean;
}

/** The credentials of a provider, in the form that the controller reads. Pulumi owns the Secret; it is never in Git. */
export function providerCredentials(spec: LlmProviderSpec): Credential[] {
  if (spec.provider !== "bedrock") {
    return [{ field: "apiKey", key: "Authorization", value: spec.apiKey, required: true }];
  }
  return [
    { field: "accessKey", key: "accessKey", value: spec.accessKey, required: true },
    { field: "secretKey", key: "secretKey", value: spec.secretKey, required: true },
    { field: "sessionToken", key: "sessionToken", value: spec.sessionToken, required: false },
  ];
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
