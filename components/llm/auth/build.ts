import type { SecretValue } from "../../../config/secret";
import type { SecretSpec } from "../../credentials";
import { compact } from "../../kubernetes";
import type { ProviderSpec } from "../provider/spec";

/** Of each form of authentication with a Secret: the fields of the entry, and the keys that the controller reads. */
const SECRET_KEYS: Partial<Record<ProviderSpec["auth"], { field: string; key: string; optional?: true }[]>> = {
  apiKey: [{ field: "apiKey", key: "Authorization" }],
  keys: [
    { field: "accessKey", key: "accessKey" },
    { field: "secretKey", key: "secretKey" },
    { field: "sessionToken", key: "sessionToken", optional: true },
  ],
  servicePrincipal: [
    { field: "clientID", key: "clientID" },
    { field: "tenantID", key: "tenantID" },
    { field: "clientSecret", key: "clientSecret" },
  ],
  credentials: [{ field: "credentialsJson", key: "credentials.json" }],
};

/** The Secret that Pulumi makes of a provider's credentials. None where there are none, or where someone else makes it. */
export function providerSecret(name: string, spec: ProviderSpec): SecretSpec | undefined {
  const keys = SECRET_KEYS[spec.auth];
  if (keys === undefined || spec.existingSecret !== undefined) return undefined;
  const values = spec as Partial<Record<string, unknown>>;
  return {
    name: providerSecretName(name, spec),
    entries: keys.map(({ field, key, optional = false }) => ({
      path: `llmProviders.${name}.${field}`,
      key,
      value: values[field] as SecretValue | undefined,
      required: !optional,
    })),
  };
}

function providerSecretName(name: string, spec: ProviderSpec): string {
  return spec.existingSecret ?? spec.secretName ?? `${name}-secret`;
}

/** How the gateway authenticates its requests to a provider. */
export function authPolicy(name: string, spec: ProviderSpec): object | undefined {
  const secretRef = { name: providerSecretName(name, spec) };
  switch (spec.auth) {
    case "none":
      return undefined;
    case "apiKey":
      return { secretRef };
    case "keys":
      return { aws: { secretRef } };
    case "assumeRole":
      return { aws: { assumeRole: compact({ roleArn: spec.roleArn, sessionName: spec.sessionName }) } };
    case "servicePrincipal":
      return { azure: { secretRef } };
    case "credentials":
      return { gcp: { type: "AccessToken", secretRef } };
    case "ambient":
      return ambient(spec.provider);
  }
}

/** The identity that the cloud gives to the proxy's pod. */
function ambient(provider: ProviderSpec["provider"]): object {
  if (provider === "bedrock") return { aws: {} };
  return provider === "vertexai" ? { gcp: { type: "AccessToken" } } : { azure: {} };
}
