import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { isIP } from "node:net";
// The library below finds its own parts by what this one records.
import "reflect-metadata";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type Extension,
} from "@peculiar/x509";

/** A certificate and its private key, both as PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };

/** A certificate authority of the sandbox's own: openssl need not be on the machine. */
export function createAuthority(name: string, now: Date = new Date()): Promise<KeyPair> {
  const key = newKey();
  return issue({
    subject: name,
    key,
    issuer: name,
    issuerKey: key,
    now,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
}

/** A certificate for servers and clients, valid for these host names and IP addresses. */
export function createCertificate(
  ca: KeyPair,
  caName: string,
  subject: string,
  hosts: readonly string[],
  now: Date = new Date(),
): Promise<KeyPair> {
  return issue({
    subject,
    key: newKey(),
    issuer: caName,
    issuerKey: ca.key,
    now,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension(hosts.map((value) => ({ type: isIP(value) ? "ip" : "dns", value }))),
    ],
  });
}

/** A new private key (P-256) as PKCS#8 PEM; Kubernetes signs service account tokens with such a one too. */
export function newKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: ALGORITHM.namedCurve });
  return privateKey.export({ type: "pkcs8", format: "pem" }) as string;
}

/** The public half of a private key, as PEM. */
export function publicPem(key: string): string {
  return createPublicKey(key).export({ type: "spki", format: "pem" }) as string;
}

interface Request {
  subject: string;
  key: string;
  issuer: string;
  issuerKey: string;
  now: Date;
  extensions: Extension[];
}

async function issue({ subject, key, issuer, issuerKey, now, extensions }: Request): Promise<KeyPair> {
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: [subject] }],
    issuer: [{ CN: [issuer] }],
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + 3650 * DAY_MS),
    publicKey: publicKey(key),
    signingKey: createPrivateKey(issuerKey).toCryptoKey(ALGORITHM, false, ["sign"]),
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(publicKey(key)),
      await AuthorityKeyIdentifierExtension.create(publicKey(issuerKey)),
    ],
  });
  return { certificate: `${certificate.toString("pem")}\n`, key };
}

function publicKey(key: string) {
  return createPublicKey(key).toCryptoKey(ALGORITHM, true, ["verify"]);
}
