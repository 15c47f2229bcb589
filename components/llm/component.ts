import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { assertValid, Entry, secretErrors, standalone, type EntryArgs } from "../delivery/entry";
import type { Placed } from "../delivery/placement";
import { gatewayNamed, gatewayNamespace, type GatewayReference } from "../gateway/reference";
import { Desired, type Owner } from "../inputs/desired";
import type { Inputs } from "../inputs/types";
import { llmProvider, providerPath, secretsOf } from "./build";
import { llmErrors } from "./errors";
import { providersUsed, register, type FailoverInput } from "./siblings";
import { llmProviderSpec, type LlmProviderSpec } from "./spec";
import type { providerSpec } from "./provider/spec";

interface Common extends EntryArgs {
  /** The gateway that serves the provider. */
  gateway: GatewayReference;
}

/** A provider with its API, model and credentials; or a choice of other providers, in order of preference. */
export type LlmProviderArgs = Common & (Inputs<z.input<typeof providerSpec>> | FailoverInput);

/**
 * An LLM provider behind a path of a gateway: its backend and route, and a Secret with its credentials.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class LlmProvider extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];
  /** Path prefix on the gateway. */
  readonly path: pulumi.Output<string>;
  /** Name of its AgentgatewayBackend. */
  readonly backendName: pulumi.Output<string>;
  /** Name of its HTTPRoute. */
  readonly routeName: pulumi.Output<string>;
  /** Name of the Secret with the credentials, where the component creates one. */
  readonly secretName: pulumi.Output<string> | undefined;
  /** @internal What a failover takes over of this provider. */
  readonly definition: { name: string; spec: Desired<LlmProviderSpec> };

  constructor(name: string, args: LlmProviderArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal Our own stack passes what it has validated. */
  constructor(name: string, args: Entry<LlmProviderSpec>, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: LlmProviderArgs | Entry<LlmProviderSpec>, opts?: pulumi.ComponentResourceOptions) {
    const owner = { component: "LlmProvider", name };
    const entry = args instanceof Entry ? args : entryOf(owner, args, opts);
    super("agentgateway-infra:index:LlmProvider", name, entry.inputs, opts);
    const { credentials, moderation } = secretsOf(entry.name, entry.spec.structure);
    const secret = (suffix: string, which: "credentials" | "moderation") =>
      entry.createSecret(this, `${name}-${suffix}`, (spec) => secretsOf(entry.name, spec)[which]);
    const created = credentials && secret("credentials", "credentials");
    if (moderation) secret("moderation-credentials", "moderation");
    this.applied = entry.createObjects(this);

    this.definition = { name: entry.name, spec: entry.spec };
    register(this, opts);
    this.path = pulumi.output(entry.spec.value((spec) => providerPath(entry.name, spec)));
    this.backendName = pulumi.output(entry.name);
    this.routeName = pulumi.output(entry.name);
    this.secretName = created?.metadata.name;
    const { path, backendName, routeName, secretName } = this;
    this.registerOutputs({ path, backendName, routeName, secretName });
  }
}

function entryOf(
  owner: Owner,
  args: LlmProviderArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): Entry<LlmProviderSpec> {
  const { gateway, objectName, namespace, patches, ...rest } = args;
  const { fields, used } = providersUsed(owner, rest, opts);
  const spec = Desired.of(owner, llmProviderSpec, fields);
  const context = Desired.all(owner, {
    gateway: gatewayNamed(owner, gateway),
    used: Desired.all<Record<string, LlmProviderSpec>>(owner, used),
  });
  const own = { objectName, namespace: gatewayNamespace(namespace, gateway), patches };
  const entry = standalone(owner, own, spec, context, (name, known, { gateway: parent, used: others }) =>
    llmProvider(name, known, parent, { ...others, [name]: known }),
  );
  const catalogue = { ...context.structure.used, [entry.name]: spec.structure };
  const prefix = `llmProviders.${entry.name}`;
  assertValid(owner, prefix, [
    ...llmErrors(catalogue).filter(({ path }) => path.startsWith(`${prefix}.`)),
    ...secretErrors(Object.values(secretsOf(entry.name, spec.structure))),
  ]);
  return entry;
}
