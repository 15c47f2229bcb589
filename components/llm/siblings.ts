import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { invalidArguments } from "../../core/errors";
import { didYouMean } from "../../core/suggest";
import type { Desired, Owner } from "../inputs/desired";
import type { Inputs } from "../inputs/types";
import type { LlmProvider } from "./component";
import type { failoverSpec } from "./failover/spec";
import type { LlmProviderSpec } from "./spec";

/** A provider that a failover may choose. */
export interface FailoverTarget {
  /** The provider, or its name: then it has the same parent, and the program creates it before. */
  use: LlmProvider | string;
  /** Model for requests that come this way. Default: as the provider says. */
  model?: pulumi.Input<string>;
}

/** A choice of providers, as the argument of a component. */
export type FailoverInput = Omit<Inputs<z.input<typeof failoverSpec>>, "failover" | "provider"> & {
  provider?: undefined;
  /** In order of preference: providers, or lists of providers that share the requests. At most 8, of at most 16 each. */
  failover: (FailoverTarget | FailoverTarget[])[];
};

const TOP = {};
const byParent = new WeakMap<object, Map<string, LlmProvider>>();

function siblings(opts: pulumi.ComponentResourceOptions | undefined): Map<string, LlmProvider> {
  const parent = pulumi.ComponentResource.isInstance(opts?.parent) ? opts.parent : TOP;
  const all = byParent.get(parent) ?? new Map<string, LlmProvider>();
  byParent.set(parent, all);
  return all;
}

/** Lets failovers with the same parent refer to a provider by its name. */
export function register(provider: LlmProvider, opts: pulumi.ComponentResourceOptions | undefined): void {
  siblings(opts).set(provider.definition.name, provider);
}

/**
 * The providers that the arguments of a component refer to, and the arguments with their names.
 *
 * @throws UserError where a name is of no provider
 */
export function providersUsed(
  owner: Owner,
  args: object,
  opts: pulumi.ComponentResourceOptions | undefined,
): { fields: object; used: Record<string, Desired<LlmProviderSpec>> } {
  const { failover } = args as Partial<FailoverInput>;
  if (!Array.isArray(failover)) return { fields: args, used: {} };
  const known = siblings(opts);
  const used: Record<string, Desired<LlmProviderSpec>> = {};
  const named = (target: FailoverTarget, path: string) => {
    const provider = typeof target?.use === "string" ? known.get(target.use) : target?.use;
    if (provider?.definition === undefined) {
      const given = typeof target?.use === "string" ? target.use : "";
      const remedy = didYouMean(given, [...known.keys()], "Pass the LlmProvider itself.");
      const problem = `${JSON.stringify(target?.use)} is no LlmProvider with the same parent that was created before`;
      throw invalidArguments(owner.component, owner.name, [{ path: `${path}.use`, problem, remedy }]);
    }
    const { name, spec } = provider.definition;
    used[name] = spec;
    return { ...target, use: name };
  };
  const groups = failover.map((group, index) =>
    Array.isArray(group)
      ? group.map((target, item) => named(target, `failover[${index}][${item}]`))
      : named(group, `failover[${index}]`),
  );
  return { fields: { ...args, failover: groups }, used };
}
