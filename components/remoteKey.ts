import { declaredSecret, type DeclaredSecret } from "../core/secret";
import { objectName } from "../kube/schemas";
import { AUTHORIZATION, declaredEntry, secretName, type SecretSpec } from "./credentials";

/** The key by which the gateway calls an MCP server or an agent on another host. */
export const remoteKeyFields = {
  /**
   * Bearer token that the gateway sends, from encrypted configuration. `true`, as in platform.ts, has each stack set it.
   * Default: none is sent.
   */
  apiKey: declaredSecret().optional(),
  /**
   * Name of a Secret that someone else makes, such as External Secrets, with the token under `Authorization`. Then no `apiKey` is
   * needed here. Default: one that Pulumi makes of `apiKey`.
   */
  existingSecret: objectName.optional(),
};

interface Keyed {
  apiKey?: DeclaredSecret | undefined;
  existingSecret?: string | undefined;
}

/** True where the gateway itself authenticates. */
export function hasKey({ apiKey, existingSecret }: Keyed): boolean {
  return apiKey !== undefined || existingSecret !== undefined;
}

/** How a backend names the Secret of the key; nothing where there is none. */
export function keyReference(name: string, spec: Keyed): object | undefined {
  return hasKey(spec) ? { secretRef: { name: spec.existingSecret ?? secretName(name) } } : undefined;
}

/** The Secret that Pulumi makes of the key of the entry at a path: none where somebody else makes it. */
export function keySecret(name: string, at: string, { apiKey, existingSecret }: Keyed): SecretSpec | undefined {
  if (apiKey === undefined || existingSecret !== undefined) return undefined;
  return { name: secretName(name), entries: [declaredEntry(`${at}.apiKey`, AUTHORIZATION, apiKey)] };
}
