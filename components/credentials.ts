import type { DeclaredSecret, SecretValue } from "../core/secret";

/** A Secret that Pulumi makes from encrypted configuration, because its contents must not be in Git. */
export interface SecretSpec {
  /** Name of the Secret, in the environment's namespace. */
  name: string;
  /** Its type. Default: `Opaque`. */
  type?: string;
  entries: SecretEntry[];
}

/** One key of such a Secret. */
export interface SecretEntry {
  /** Path of the value in the configuration, such as `llmProviders.openai.apiKey`. */
  path: string;
  /** The key in the Secret, as its reader expects it. */
  key: string;
  /** The value, where the configuration has one. */
  value: SecretValue | undefined;
  /** Turns the plain value into what the reader expects. Default: as it is. */
  encode?: (plain: string) => string;
  /** What is wrong with the plain value, if anything is, without showing it. */
  check?: (plain: string) => string | undefined;
  /** Without a value nothing can be deployed. */
  required: boolean;
}

/** How the gateway reads Secrets of one form, to which objects refer without naming a key. */
export interface SecretReader {
  /** The ends of the references' paths, such as `auth.secretRef`; `[]` stands for any place in a list. */
  references: readonly string[];
  /** The keys that it reads and has to find. */
  keys: readonly string[];
  /** The field, such as `auth.key`, that takes the secret itself in place of a reference: Git would hold it in plain text. */
  plainField?: `${string}.${string}`;
}

/** The key under which the gateway reads a credential that it sends in a header. */
export const AUTHORIZATION = "Authorization";

/** How the gateway reads such credentials: for LLM providers, moderation, MCP servers and agents. */
export const authorizationReader: SecretReader = {
  references: ["auth.secretRef", "credentials[].secretRef"],
  keys: [AUTHORIZATION],
  plainField: "auth.key",
};

/** Name of the Secret of an entry of a catalogue. */
export function secretName(entry: string): string {
  return `${entry}-secret`;
}

/** A key of a Secret whose value each stack that declares it must have. */
export function declaredEntry(path: string, key: string, declared: DeclaredSecret): SecretEntry {
  return { path, key, value: declared === true ? undefined : declared, required: true };
}
