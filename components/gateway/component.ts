import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { ValidationError } from "../../core/errors";
import { sortedEntries } from "../../kube/object";
import type { AppliedObject } from "../delivery/applied";
import { assertValid, Entry, secretErrors, standalone, type EntryArgs } from "../delivery/entry";
import type { Placed } from "../delivery/placement";
import { Desired, type Owner } from "../inputs/desired";
import type { Inputs } from "../inputs/types";
import { listenerUrls, type Listener } from "../serving/urls";
import { gateway, parameters, tlsSecrets } from "./build";
import { observability } from "./observability";
import { gatewaySpec, type GatewaySpec } from "./spec";

/** A gateway: its listeners, its proxy, and what the proxy logs and measures. */
export type AgentGatewayArgs = EntryArgs & Omit<Inputs<z.input<typeof gatewaySpec>>, "name">;

/**
 * A gateway: Gateway, parameters and observability, and its certificates where they are arguments. The controller creates
 * the proxy.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class AgentGateway extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly AppliedObject[];
  /** Name of the Gateway, and of the Service that leads to its proxy. */
  readonly gatewayName: pulumi.Output<string>;
  /** Addresses of the gateway, as its status has them. Empty where Argo CD applies it. */
  readonly addresses: pulumi.Output<string[]>;
  /** URL of each listener. Without a host name of its own, at the first address. */
  readonly listeners: pulumi.Output<Record<string, string>>;
  /** URL of the first listener, by name. */
  readonly url: pulumi.Output<string | undefined>;
  /** @internal What other components need to refer to it. */
  readonly reference: { name: pulumi.Input<string>; namespace: pulumi.Input<string> | undefined };

  constructor(name: string, args: AgentGatewayArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal Our own stack passes what it has validated. */
  constructor(name: string, args: Entry<GatewaySpec>, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: AgentGatewayArgs | Entry<GatewaySpec>, opts?: pulumi.ComponentResourceOptions) {
    const owner = { component: "AgentGateway", name };
    const entry = args instanceof Entry ? args : entryOf(owner, args);
    super("agentgateway-infra:index:AgentGateway", name, entry.inputs, opts);
    tlsSecrets(entry.spec.structure).forEach(([listener], index) =>
      entry.createSecret(this, `${name}-tls-${listener}`, (spec) => tlsSecrets(spec)[index]?.[1]),
    );
    this.applied = entry.createObjects(this);

    this.reference = { name: entry.spec.value((spec) => spec.name), namespace: entry.namespace };
    this.gatewayName = pulumi.output(this.reference.name);
    this.addresses = addressesOf(
      this.applied[entry.objects.findIndex(({ structure }) => structure.kind === "Gateway")],
    );
    this.listeners = pulumi
      .all([this.addresses, entry.spec.value(addressed)])
      .apply(([addresses, listeners]) => listenerUrls(listeners, addresses));
    this.url = this.listeners.apply((urls) => Object.values(urls)[0]);
    const { gatewayName, addresses, listeners, url } = this;
    this.registerOutputs(args instanceof Entry ? { gatewayName } : { gatewayName, addresses, listeners, url });
  }
}

function entryOf(owner: Owner, args: AgentGatewayArgs): Entry<GatewaySpec> {
  const { objectName = owner.name, namespace, patches, ...rest } = args;
  const spec = Desired.of(owner, gatewaySpec, { parameters: objectName, ...rest, name: objectName });
  const none = Desired.known(owner, undefined);
  const entry = standalone(owner, { objectName, namespace, patches }, spec, none, (_, known) => [
    parameters(known),
    gateway(known),
    ...observability(known),
  ]);
  const secrets = tlsSecrets(spec.structure).map(([, secret]) => secret);
  assertValid(owner, "gateway", [...secretErrors(secrets), ...redirectErrors(spec.structure)]);
  return entry;
}

/** Routes are components of their own here, which do not know the listeners, and would be served by all of them. */
function redirectErrors({ listeners }: GatewaySpec): ValidationError[] {
  return sortedEntries(listeners)
    .filter(([, { redirect }]) => redirect !== undefined)
    .map(([name]) => ({
      path: `gateway.listeners.${name}.redirect`,
      problem: "has no effect on routes that are components of their own",
      remedy: "Use AgentGatewayEnvironment, or leave the listener out.",
    }));
}

/** Those that serve, without their certificates, which an output would not keep secret. */
function addressed({ listeners }: GatewaySpec): Listener[] {
  return sortedEntries(listeners)
    .filter(([, { redirect }]) => redirect === undefined)
    .map(([name, { protocol, port, hostname }]) => ({ name, protocol, port, hostname }));
}

/** What the controller says of a Gateway. */
interface GatewayStatus {
  addresses?: { value: string }[];
}

function addressesOf(created: AppliedObject | undefined): pulumi.Output<string[]> {
  const status = pulumi.output<unknown>(created?.status) as pulumi.Output<GatewayStatus | undefined>;
  return status.apply((known) => (known?.addresses ?? []).map(({ value }) => value));
}
