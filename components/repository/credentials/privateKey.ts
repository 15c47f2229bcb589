import { createPrivateKey } from "node:crypto";

const PEM = /^-----BEGIN ([A-Z ]*PRIVATE KEY)-----\n([A-Za-z0-9+/=\n:, -]+)\n-----END \1-----$/;
const OPENSSH_MAGIC = "openssh-key-v1\0";

/**
 * What is wrong with a private key, if anything is. Argo CD itself finds out when it connects, and then only says that
 * the other side refused. The key is never shown.
 */
export function privateKeyError(key: string): string | undefined {
  const text = normalized(key).trim();
  const [, label, body = ""] = PEM.exec(text) ?? [];
  if (label === undefined) {
    return /^(ssh-|ecdsa-|-----BEGIN PUBLIC)/.test(text)
      ? "is the public key; the private one is needed"
      : "is no private key in PEM; store the contents of the key file, not its name";
  }
  return label === "OPENSSH PRIVATE KEY" ? opensshError(body) : pemError(text);
}

/** As the programs want it that read it from a file: with a line break at its end, which `pulumi config set` takes away. */
export function normalized(key: string): string {
  return `${key.replace(/\r\n/g, "\n").trim()}\n`;
}

const PROTECTED = "is protected by a passphrase, which Argo CD can't enter; make a key without one";

function opensshError(body: string): string | undefined {
  const bytes = Buffer.from(body, "base64");
  if (bytes.subarray(0, OPENSSH_MAGIC.length).toString("latin1") !== OPENSSH_MAGIC) return "is damaged";
  const length = bytes.length < 19 ? 0 : bytes.readUInt32BE(OPENSSH_MAGIC.length);
  const cipher = bytes.subarray(OPENSSH_MAGIC.length + 4, OPENSSH_MAGIC.length + 4 + length).toString("latin1");
  return cipher === "none" ? undefined : PROTECTED;
}

function pemError(text: string): string | undefined {
  if (text.includes("ENCRYPTED")) return PROTECTED;
  try {
    createPrivateKey(text);
    return undefined;
  } catch {
    return "is damaged";
  }
}
