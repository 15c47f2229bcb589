import * as pulumi from "@pulumi/pulumi";

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
