import type { SecretValue } from "../../../../core/secret";
import { withoutClientCredentials } from "../../../clientCredentials";
import type { SecretSpec } from "../../../credentials";
import type { ProviderSpec } from "../spec";
import { FORMS, SECRET_KEYS, type CredentialField, type Form } from "./forms";

/** The Secret that Pulumi makes of a provider's credentials. None where there are none, or where someone else makes it. */
export function providerSecret(name: string, spec: ProviderSpec): SecretSpec | undefined {
  const { secret } = formOf(spec);
  if (secret === undefined || spec.existingSecret !== undefined) return undefined;
  const values: { readonly [Field in CredentialField]?: SecretValue } = spec;
  const entry = (field: CredentialField, required: boolean) => ({
    path: `llmProviders.${name}.${field}`,
    key: SECRET_KEYS[field],
    value: values[field],
    required,
  });
  const { fields, optional = [] } = secret;
  return {
    name: providerSecretName(name, spec),
    entries: [...fields.map((field) => entry(field, true)), ...optional.map((field) => entry(field, false))],
  };
}

function providerSecretName(name: string, spec: ProviderSpec): string {
  return spec.existingSecret ?? spec.secretName ?? `${name}-secret`;
}

/** How the gateway authenticates its requests to a provider. */
export function authPolicy(name: string, spec: ProviderSpec): object | undefined {
  return formOf(spec).policy(spec, { name: providerSecretName(name, spec) });
}

/** Keeps the credentials that a client may have sent from the provider, unless it is to get them. */
export function credentialsPolicy(spec: ProviderSpec): object | undefined {
  return spec.auth === "passthrough" ? undefined : withoutClientCredentials(formOf(spec).headers(spec));
}

/** The form of a spec, which takes this very spec. */
function formOf(spec: ProviderSpec): Form<ProviderSpec> {
  return FORMS[spec.auth] as Form<ProviderSpec>;
}
