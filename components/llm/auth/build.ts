import type { SecretValue } from "../../../core/secret";
import type { SecretSpec } from "../../credentials";
import { withoutClientCredentials, type CredentialHeader } from "../../clientCredentials";
import { compact } from "../../../kube/object";
import { isFoundry } from "../formats/rows";
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

/** Headers in which vendors take an API key, where that is not a bearer token in `Authorization`. */
const KEY_HEADERS: Partial<Record<ProviderSpec["provider"], CredentialHeader>> = {
  azure: "api-key",
  azureopenai: "api-key",
  vertexai: "x-goog-api-key",
};

/** Where Anthropic's API takes a key. The proxy moves it there by itself, but for its own kind of provider only. */
const ANTHROPIC_KEY: CredentialHeader = "x-api-key";

/** How the gateway authenticates its requests to a provider. */
export function authPolicy(name: string, spec: ProviderSpec): object | undefined {
  const secretRef = { name: providerSecretName(name, spec) };
  switch (spec.auth) {
    case "none":
      return undefined;
    case "passthrough":
      return { passthrough: {} };
    case "apiKey":
      return keyPolicy(spec, secretRef);
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

function keyPolicy(spec: ProviderSpec, secretRef: { name: string }): object {
  const header = KEY_HEADERS[spec.provider];
  if (header === undefined) return { secretRef };
  // A Foundry resource serves Claude by Anthropic's API, which takes the same key in another header.
  const credentials = isFoundry(spec) ? [{ location: inHeader(ANTHROPIC_KEY), secretRef }] : undefined;
  return compact({ secretRef, location: inHeader(header), credentials });
}

function inHeader(name: CredentialHeader): object {
  return { header: { name } };
}

/** Keeps the credentials that a client may have sent from the provider, unless it is to get them. */
export function credentialsPolicy(spec: ProviderSpec): object | undefined {
  return spec.auth === "passthrough" ? undefined : withoutClientCredentials(ownHeaders(spec));
}

/** The headers that carry the gateway's own credentials when a request is transformed. AWS requests are signed later. */
function ownHeaders(spec: ProviderSpec): CredentialHeader[] {
  switch (spec.auth) {
    case "apiKey":
      return [KEY_HEADERS[spec.provider] ?? "authorization", ...(isFoundry(spec) ? [ANTHROPIC_KEY] : [])];
    case "servicePrincipal":
    case "credentials":
      return ["authorization"];
    case "ambient":
      return spec.provider === "bedrock" ? [] : ["authorization"];
    default:
      return [];
  }
}

/** The identity that the cloud gives to the proxy's pod. */
function ambient(provider: ProviderSpec["provider"]): object {
  if (provider === "bedrock") return { aws: {} };
  return provider === "vertexai" ? { gcp: { type: "AccessToken" } } : { azure: {} };
}
