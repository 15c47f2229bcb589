import { createHash } from "node:crypto";
import type { SecretEntry, SecretReader, SecretSpec } from "../credentials";
import { sortedEntries } from "../../kube/object";
import type { PolicySpec } from "./spec";

/** Name of the Secret with the API keys of a policy. */
export function apiKeysSecretName(policy: string): string {
  return `${policy}-api-keys`;
}

/** Name of the Secret with the users of a policy. */
export function basicAuthSecretName(policy: string): string {
  return `${policy}-basic-auth`;
}

/** The key under which the gateway reads the users of a policy. */
export const HTACCESS = ".htaccess";

/** How the gateway reads the Secrets of policies. Of one with API keys it reads whatever keys there are. */
export const policyReaders: readonly SecretReader[] = [
  {
    references: ["basicAuthentication.secretRef"],
    keys: [HTACCESS],
    plainField: "basicAuthentication.users",
  },
];

/** The Secrets that Pulumi makes for a policy, in the form that the controller reads. Not those that someone else makes. */
export function policySecrets(name: string, { apiKeys, basicAuth }: PolicySpec): SecretSpec[] {
  const secrets: SecretSpec[] = [];
  if (apiKeys !== undefined && apiKeys.existingSecret === undefined) {
    const entries = sortedEntries(apiKeys.keys).map(([holder, { key, metadata }]): SecretEntry => {
      const path = `policies.${name}.apiKeys.keys.${holder}.key`;
      return {
        path,
        key: holder,
        value: key,
        encode: (plain: string) => hashed(plain, metadata),
        // The hash of nothing would let in everybody who sends nothing.
        check: (plain: string) => (plain.trim() === "" ? "is empty" : undefined),
        required: true,
      };
    });
    secrets.push({ name: apiKeysSecretName(name), entries });
  }
  if (basicAuth !== undefined && basicAuth.existingSecret === undefined) {
    const path = `policies.${name}.basicAuth.htaccess`;
    const entry = { path, key: HTACCESS, value: basicAuth.htaccess, required: true };
    secrets.push({ name: basicAuthSecretName(name), entries: [entry] });
  }
  return secrets;
}

/** An API key as the controller reads it. Its hash is enough, so that who can read the Secret can't use the key. */
function hashed(plain: string, metadata: object | undefined): string {
  return JSON.stringify({ keyHash: `sha256:${createHash("sha256").update(plain).digest("hex")}`, metadata });
}
