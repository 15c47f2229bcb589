import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "../../support/checkout";
import { must } from "../must";

/** A Kubernetes object, as Pulumi was to create it. */
export interface AnyObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
}

interface Export {
  deployment: { resources: { type: string; inputs?: Record<string, unknown> }[] };
}

/** The Kubernetes objects that a stack has made, secrets decrypted: what somebody without Pulumi would apply. */
export async function objectsOf(checkout: Checkout, stack: string): Promise<AnyObject[]> {
  // Not kept among what was printed, because it shows the secrets.
  const { stdout } = must(await checkout.silently("pulumi", ["stack", "export", "--stack", stack, "--show-secrets"]));
  return (JSON.parse(stdout) as Export).deployment.resources
    .filter(({ type, inputs }) => type.startsWith("kubernetes:") && inputs?.apiVersion !== undefined && inputs.kind)
    .map(({ inputs }) => plain(inputs) as AnyObject);
}

/** Writes objects to a file that only this user can read. */
export function manifestOf(checkout: Checkout, name: string, objects: readonly AnyObject[]): string {
  const file = join(checkout.root, `${name}.json`);
  writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }), { mode: 0o600 });
  return file;
}

/** An exported state holds decrypted secrets as `{ <mark of a secret>: …, plaintext: <JSON> }`. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("plaintext" in value && typeof value.plaintext === "string") return plain(JSON.parse(value.plaintext));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith("__"))
      .map(([key, item]) => [key, plain(item)]),
  );
}
