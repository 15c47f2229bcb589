import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../core/errors";
import type { SecretEntry, SecretSpec } from "./credentials";
import type { Desired } from "./inputs/desired";

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

/** The same for values that may depend on arguments which are known later. */
export function dataOf<S>(
  spec: Desired<S>,
  values: (spec: S) => Record<string, pulumi.Input<string>>,
): pulumi.Input<Record<string, pulumi.Input<string>>> {
  if (spec.isKnown) return encoded(values(spec.structure));
  return spec.value((known) => pulumi.all(encoded(values(known))));
}

/**
 * The values that entries have, as their readers expect them. Those that are known later are outputs.
 *
 * @param owner whose arguments they are, for the error about one that turns out to be wrong
 */
export function revealed(
  entries: readonly SecretEntry[],
  owner?: Desired<unknown>,
): Record<string, pulumi.Input<string>> {
  const present = entries.filter(({ value }) => value !== undefined);
  return Object.fromEntries(present.map((entry) => [entry.key, valueOf(entry, owner)]));
}

function valueOf(
  { path, value, encode = (plain) => plain, check }: SecretEntry,
  owner: Desired<unknown> | undefined,
): pulumi.Input<string> {
  if (value?.later === undefined) return encode(value?.reveal() ?? "");
  return pulumi.output(value.later as pulumi.Output<string>).apply((plain) => {
    const problem = check?.(plain);
    if (problem !== undefined)
      throw owner?.invalid({ path, problem }) ?? new UserError("A secret is wrong:", [{ path, problem }]);
    return encode(plain);
  });
}

/** Makes the Secret of a spec, with the values that there are. */
export function secretFrom<S>(
  resource: string,
  spec: Desired<S>,
  select: (spec: S) => SecretSpec | undefined,
  namespace: pulumi.Input<string> | undefined,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Secret {
  const { name, type = "Opaque" } = specOf(select(spec.structure));
  // Beside its value, what a key of the Secret holds may depend on other arguments.
  const data = dataOf(spec, (known) => revealed(specOf(select(known)).entries, spec));
  const metadata = { name, ...(namespace !== undefined && { namespace }) };
  return new k8s.core.v1.Secret(resource, { metadata, type, data }, opts);
}

function specOf(secret: SecretSpec | undefined): SecretSpec {
  if (secret === undefined) throw new Error("this specification has no Secret");
  return secret;
}
