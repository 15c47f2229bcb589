import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readJson, writeJson } from "../state/files";
import type { ClusterName, Layout } from "../state/layout";
import type { KeyPair } from "../cluster/certificates";

/** The two halves of a listener's certificate. */
const CERTIFICATE = /^gateway\.listeners\.([^.]+)\.tls\.(certificate|key)$/;

/**
 * A value for a secret of a stack that no one else in the sandbox knows: it only has to look like one.
 *
 * @param path the secret's, in the configuration
 */
export async function placeholderSecret(layout: Layout, stack: ClusterName, path: string): Promise<string> {
  const [, listener, half] = CERTIFICATE.exec(path) ?? [];
  if (listener !== undefined) return (await certificateOf(layout, stack, listener))[half as keyof KeyPair];
  if (!/privateKey$/i.test(path)) return `sandbox-${randomBytes(18).toString("base64url")}`;
  return generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** Kept in a file: the halves are set one after the other, perhaps by two starts, and have to match. */
async function certificateOf(layout: Layout, stack: ClusterName, listener: string): Promise<KeyPair> {
  const file = layout.secret(`tls-${stack}-${listener}.json`);
  const known = readJson<KeyPair>(file);
  if (known) return known;
  // Takes time to load, and most stacks need none.
  const { createAuthority, createCertificate } = await import("../cluster/certificates");
  const pair = await createCertificate(await createAuthority("sandbox"), "sandbox", listener, ["localhost"]);
  writeJson(file, pair);
  return pair;
}
