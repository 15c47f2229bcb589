import type { SecretValue } from "../../../../core/secret";
import { compact } from "../../../../kube/object";
import type { CredentialHeader } from "../../../clientCredentials";
import { AUTHORIZATION, authorizationReader, type SecretReader } from "../../../credentials";
import { isFoundry } from "../../formats/rows";
import type { TrafficSpec } from "../../traffic/spec";
import type { ProviderSpec } from "../spec";

type Auth = ProviderSpec["auth"];

/** The specs of the providers that have a form of authentication. */
type SpecWith<A extends Auth, S = ProviderSpec> = S extends { auth: infer Known }
  ? A extends Known
    ? S
    : never
  : never;

type SecretFields<S> = S extends object
  ? { [Field in keyof S]-?: NonNullable<S[Field]> extends SecretValue ? Field : never }[keyof S]
  : never;

/** The fields of a spec that hold a credential for the provider. */
export type CredentialField = Exclude<SecretFields<ProviderSpec>, keyof TrafficSpec>;

/** The key of the Secret under which the gateway reads each of them. */
export const SECRET_KEYS: Readonly<Record<CredentialField, string>> = {
  apiKey: AUTHORIZATION,
  accessKey: "accessKey",
  secretKey: "secretKey",
  sessionToken: "sessionToken",
  clientID: "clientID",
  tenantID: "tenantID",
  clientSecret: "clientSecret",
  credentialsJson: "credentials.json",
};

interface SecretOfForm {
  fields: readonly CredentialField[];
  /** Fields that may be missing. */
  optional?: readonly CredentialField[];
  /** The ends of the paths at which the policy refers to the Secret, such as `aws.secretRef`. */
  references: readonly string[];
}

/** A form of authentication: without credentials in a Secret, or with a policy that refers to one. */
export type Form<S> = {
  /** The headers that carry the gateway's own credentials when a request is transformed. AWS requests are signed later. */
  headers: (spec: S) => CredentialHeader[];
} & (
  | { secret?: undefined; policy: (spec: S) => object | undefined }
  | { secret: SecretOfForm; policy: (spec: S, secretRef: { name: string }) => object }
);

const noHeaders = (): CredentialHeader[] => [];
const bearer = (): CredentialHeader[] => ["authorization"];

/** All that there is to know of each form of authentication, by its name in `auth`. */
export const FORMS: { readonly [A in Auth]: Form<SpecWith<A>> } = {
  none: { policy: () => undefined, headers: noHeaders },
  passthrough: { policy: () => ({ passthrough: {} }), headers: noHeaders },
  apiKey: {
    secret: { fields: ["apiKey"], references: authorizationReader.references },
    policy: keyPolicy,
    headers: (spec) => [KEY_HEADERS[spec.provider] ?? "authorization", ...(isFoundry(spec) ? [ANTHROPIC_KEY] : [])],
  },
  keys: {
    secret: { fields: ["accessKey", "secretKey"], optional: ["sessionToken"], references: ["aws.secretRef"] },
    policy: (_, secretRef) => ({ aws: { secretRef } }),
    headers: noHeaders,
  },
  assumeRole: {
    policy: ({ roleArn, sessionName }) => ({ aws: { assumeRole: compact({ roleArn, sessionName }) } }),
    headers: noHeaders,
  },
  servicePrincipal: {
    secret: { fields: ["clientID", "tenantID", "clientSecret"], references: ["azure.secretRef"] },
    policy: (_, secretRef) => ({ azure: { secretRef } }),
    headers: bearer,
  },
  credentials: {
    secret: { fields: ["credentialsJson"], references: ["gcp.secretRef"] },
    policy: (_, secretRef) => ({ gcp: { type: "AccessToken", secretRef } }),
    headers: bearer,
  },
  ambient: {
    policy: ({ provider }) => IDENTITIES[provider],
    headers: ({ provider }) => (provider === "bedrock" ? [] : ["authorization"]),
  },
};

/** How the gateway reads the Secrets of all forms. */
export const providerReaders: readonly SecretReader[] = Object.values(FORMS).flatMap(({ secret }) =>
  secret === undefined
    ? []
    : [{ references: secret.references, keys: secret.fields.map((field) => SECRET_KEYS[field]) }],
);

/** The identity that the cloud gives to the proxy's pod. */
const IDENTITIES: Record<SpecWith<"ambient">["provider"], object> = {
  bedrock: { aws: {} },
  vertexai: { gcp: { type: "AccessToken" } },
  azure: { azure: {} },
  azureopenai: { azure: {} },
};

/** Headers in which vendors take an API key, where that is not a bearer token in `Authorization`. */
const KEY_HEADERS: Partial<Record<ProviderSpec["provider"], CredentialHeader>> = {
  azure: "api-key",
  azureopenai: "api-key",
  vertexai: "x-goog-api-key",
};

/** Where Anthropic's API takes a key. The proxy moves it there by itself, but for its own kind of provider only. */
const ANTHROPIC_KEY: CredentialHeader = "x-api-key";

function keyPolicy(spec: SpecWith<"apiKey">, secretRef: { name: string }): object {
  const header = KEY_HEADERS[spec.provider];
  if (header === undefined) return { secretRef };
  // A Foundry resource serves Claude by Anthropic's API, which takes the same key in another header.
  const credentials = isFoundry(spec) ? [{ location: inHeader(ANTHROPIC_KEY), secretRef }] : undefined;
  return compact({ secretRef, location: inHeader(header), credentials });
}

function inHeader(name: CredentialHeader): object {
  return { header: { name } };
}
