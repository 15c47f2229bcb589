import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { assertValid, Entry, secretErrors, standalone, type EntryArgs } from "../delivery/entry";
import type { Placed } from "../delivery/placement";
import { gatewayNamed, gatewayNamespace, type GatewayReference } from "../gateway/reference";
import { nameOfPath } from "../gateway/route";
import { Desired, type Owner } from "../inputs/desired";
import type { Inputs } from "../inputs/types";
import { a2aAgent, agentPath, agentSecret } from "./build";
import { a2aAgentSpec, type A2aAgentSpec } from "./spec";

interface Common extends EntryArgs {
  /** The gateway that serves the agent. */
  gateway: GatewayReference;
}

/** An agent that the component runs (`image`), that runs beside it (`service`) or elsewhere (`host`). */
export type A2aAgentArgs = Common & Inputs<z.input<typeof a2aAgentSpec>>;

/**
 * An A2A agent behind a path of a gateway: its route, its workload where the component runs it, and a Secret where it has
 * credentials.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class A2aAgent extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];
  /** Path prefix on the gateway. */
  readonly path: pulumi.Output<string>;
  /** Name of its HTTPRoute. */
  readonly routeName: pulumi.Output<string>;
  /** Name of the Secret with its credentials, where the component creates one. */
  readonly secretName: pulumi.Output<string> | undefined;

  constructor(name: string, args: A2aAgentArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal Our own stack passes what it has validated. */
  constructor(name: string, args: Entry<A2aAgentSpec>, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: A2aAgentArgs | Entry<A2aAgentSpec>, opts?: pulumi.ComponentResourceOptions) {
    const owner = { component: "A2aAgent", name };
    const entry = args instanceof Entry ? args : entryOf(owner, args);
    super("agentgateway-infra:index:A2aAgent", name, entry.inputs, opts);
    const secret =
      agentSecret(entry.name, entry.spec.structure) &&
      entry.createSecret(this, `${name}-credentials`, (spec) => agentSecret(entry.name, spec));
    this.applied = entry.createObjects(this);

    this.path = pulumi.output(entry.spec.value((spec) => agentPath(entry.name, spec)));
    this.routeName = this.path.apply(nameOfPath);
    this.secretName = secret?.metadata.name;
    const { path, routeName, secretName } = this;
    this.registerOutputs({ path, routeName, secretName });
  }
}

function entryOf(owner: Owner, args: A2aAgentArgs): Entry<A2aAgentSpec> {
  const { gateway, objectName, namespace, patches, ...rest } = args;
  const spec = Desired.of(owner, a2aAgentSpec, rest);
  const own = { objectName, namespace: gatewayNamespace(namespace, gateway), patches };
  const entry = standalone(owner, own, spec, gatewayNamed(owner, gateway), a2aAgent);
  const secret = agentSecret(entry.name, spec.structure);
  assertValid(owner, `agents.${entry.name}`, secretErrors([secret]));
  return entry;
}
