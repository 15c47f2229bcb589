import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";
import { bits, implicit, integer, octets, oid, sequence, set, tagged, text, time, yes } from "./der";

/** A certificate and its private key, both as PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
const ECDSA_WITH_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
const KEY_USAGE = { sign: bits(Buffer.from([0b1000_0110]), 1), use: bits(Buffer.from([0b1000_0000]), 7) };

/**
 * A certificate authority of the sandbox's own. Node has no function that makes certificates and openssl need not be
 * on the machine, so the hundred bytes of ASN.1 are put together here and signed by node's crypto.
 */
export function createAuthority(name: string, now: Date = new Date()): KeyPair {
  const key = newKey();
  return issue({
    subject: name,
    key,
    issuer: name,
    issuerKey: key,
    now,
    extensions: [extension("2.5.29.19", sequence(yes()), true), extension("2.5.29.15", KEY_USAGE.sign, true)],
  });
}

/** A certificate for servers and clients, valid for these host names and IPv4 addresses. */
export function createCertificate(
  ca: KeyPair,
  caName: string,
  subject: string,
  hosts: readonly string[],
  now: Date = new Date(),
): KeyPair {
  const names = hosts.map((host) =>
    isIPv4(host) ? implicit(7, Buffer.from(host.split(".").map(Number))) : implicit(2, Buffer.from(host)),
  );
  return issue({
    subject,
    key: newKey(),
    issuer: caName,
    issuerKey: ca.key,
    now,
    extensions: [
      extension("2.5.29.19", sequence(), true),
      extension("2.5.29.15", KEY_USAGE.use, true),
      extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1"), oid("1.3.6.1.5.5.7.3.2"))),
      extension("2.5.29.17", sequence(...names)),
    ],
  });
}

/** A new private key (P-256) as PKCS#8 PEM; Kubernetes signs service account tokens with such a one too. */
export function newKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
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
  extensions: Buffer[];
}

function issue({ subject, key, issuer, issuerKey, now, extensions }: Request): KeyPair {
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    commonName(issuer),
    sequence(time(new Date(now.getTime() - DAY_MS)), time(new Date(now.getTime() + 3650 * DAY_MS))),
    commonName(subject),
    publicKey(key),
    tagged(
      3,
      sequence(
        ...extensions,
        extension("2.5.29.14", octets(keyId(key))),
        extension("2.5.29.35", sequence(implicit(0, keyId(issuerKey)))),
      ),
    ),
  );
  const signature = sign("sha256", body, createPrivateKey(issuerKey));
  return { certificate: pem(sequence(body, ECDSA_WITH_SHA256, bits(signature))), key };
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [yes()] : []), octets(value));
}

function commonName(name: string): Buffer {
  return sequence(set(sequence(oid("2.5.4.3"), text(name))));
}

function publicKey(key: string): Buffer {
  return createPublicKey(key).export({ type: "spki", format: "der" });
}

function keyId(key: string): Buffer {
  return createHash("sha256").update(publicKey(key)).digest().subarray(0, 20);
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
