import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { SecretEntry, SecretSpec } from "./credentials";

/**
 * The `data` of a Secret: each value as a Pulumi secret, base64-encoded. Not `stringData`, which the API server turns
 * into `data`, so that each preview would see a difference.
 */
export function encoded(values: Record<string, pulumi.Input<string>>): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      pulumi.secret(value).apply((plain) => Buffer.from(plain).toString("base64")),
    ]),
  );
}

/** The values that entries have, in plain, as their readers expect them. */
export function revealed(entries: readonly SecretEntry[]): Record<string, string> {
  const values = entries.flatMap(({ key, value, encode = (plain) => plain }) =>
    value === undefined ? [] : [[key, encode(value.reveal())] as const],
  );
  return Object.fromEntries(values);
}

/** Makes the Secret of a spec, with the values that there are. */
export function credentialsSecret(
  resource: string,
  { name, type = "Opaque", entries }: SecretSpec,
  namespace: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Secret {
  const data = encoded(revealed(entries));
  return new k8s.core.v1.Secret(resource, { metadata: { name, namespace }, type, data }, opts);
}
