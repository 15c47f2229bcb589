import { createHash } from "node:crypto";
import type { SecretSpec } from "../credentials";
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

/** The Secrets of a policy, in the form that the controller reads. */
export function policySecrets(name: string, { apiKeys, basicAuth }: PolicySpec): SecretSpec[] {
  const secrets: SecretSpec[] = [];
  if (apiKeys !== undefined) {
    const entries = sortedEntries(apiKeys.keys).map(([holder, { key, metadata }]) => {
      const path = `policies.${name}.apiKeys.keys.${holder}.key`;
      return {
        path,
        key: holder,
        value: key,
        encode: (plain: string) => hashed(plain, metadata),
        // The hash of nothing would let in everybody who sends nothing.
        fault: (plain: string) => (plain.trim() === "" ? "is empty" : undefined),
        required: true,
      };
    });
    secrets.push({ name: apiKeysSecretName(name), entries });
  }
  if (basicAuth !== undefined) {
    const path = `policies.${name}.basicAuth.htaccess`;
    const entry = { path, key: ".htaccess", value: basicAuth.htaccess, required: true };
    secrets.push({ name: basicAuthSecretName(name), entries: [entry] });
  }
  return secrets;
}

/** An API key as the controller reads it. Its hash is enough, so that who can read the Secret can't use the key. */
function hashed(plain: string, metadata: object | undefined): string {
  return JSON.stringify({ keyHash: `sha256:${createHash("sha256").update(plain).digest("hex")}`, metadata });
}
