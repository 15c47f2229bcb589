import * as pulumi from "@pulumi/pulumi";
import { isPlainObject, mapValues } from "../../core/merge";

/** Inputs of a component, as a host gives them, in the form in which a program would. */
export interface ProgramInputs {
  args: pulumi.Inputs;
  /** Resources on which inputs depend that are known, and so no outputs any more. */
  dependsOn: pulumi.Resource[];
}

/** As much of an Output as a host sees at once: everything before the component was called for has happened. */
interface Known {
  promise(): Promise<unknown>;
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
  resources(): Set<pulumi.Resource>;
}

/**
 * A host wraps whole arguments in an output where they depend on something, and the component would not see what they are made
 * of: which objects there are follows from that. So what is known and no secret becomes plain, and of what is secret each
 * leaf is an output.
 */
export async function programInputs(inputs: pulumi.Inputs): Promise<ProgramInputs> {
  const dependsOn = new Set<pulumi.Resource>();
  const visit = async (value: unknown): Promise<unknown> => {
    if (pulumi.Output.isInstance(value)) {
      const output = value as unknown as Known;
      output.resources().forEach((resource) => dependsOn.add(resource));
      if (!(await output.isKnown)) return value;
      const plain = await visit(await output.promise());
      return (await output.isSecret) ? leavesSecret(plain) : plain;
    }
    if (Array.isArray(value)) return Promise.all(value.map(visit));
    if (!isPlainObject(value)) return value;
    const entries = Object.entries(value).map(async ([key, item]) => [key, await visit(item)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };
  const args = (await visit(inputs)) as pulumi.Inputs;
  return { args, dependsOn: [...dependsOn] };
}

function leavesSecret(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(leavesSecret);
  if (isPlainObject(value)) return mapValues(value, (_, item) => leavesSecret(item));
  return value === undefined ? undefined : pulumi.secret(value);
}
