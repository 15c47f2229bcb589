import * as pulumi from "@pulumi/pulumi";
import type { KubeconfigSource } from "./spec";

const references = new Map<string, pulumi.StackReference>();

/** An output of another stack, for the program that Pulumi runs. Two outputs of a stack take one reference. */
export async function stackOutput({ stack, output }: KubeconfigSource): Promise<unknown> {
  const reference = references.get(stack) ?? new pulumi.StackReference(stack);
  references.set(stack, reference);
  const details = await reference.getOutputDetails(output);
  return details.secretValue ?? details.value;
}
