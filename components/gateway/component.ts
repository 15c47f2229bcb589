import * as pulumi from "@pulumi/pulumi";
import { applyDirectly, previewInputs, type Placed, type Placement } from "../delivery/placement";
import { credentialsSecret } from "../secret";
import { tlsSecrets } from "./build";
import type { GatewaySpec } from "./spec";

export interface AgentGatewayArgs extends Placement {
  spec: GatewaySpec;
}

/**
 * The gateway of an environment: its certificates, where they come from encrypted configuration, and in `direct` delivery
 * Gateway, parameters and observability. The controller makes the proxy.
 */
export class AgentGateway extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];
  /** Name of the Gateway, and of the Service that leads to its proxy. */
  readonly gatewayName: pulumi.Output<string>;

  constructor(name: string, args: AgentGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:AgentGateway", name, previewInputs(args), opts);
    const { spec, namespace, provider } = args;
    const onTarget = { parent: this, provider };
    for (const [listener, secret] of tlsSecrets(spec)) {
      credentialsSecret(`${name}-tls-${listener}`, secret, namespace, onTarget);
    }
    this.applied = applyDirectly(this, args);

    this.gatewayName = pulumi.output(spec.name);
    this.registerOutputs({ gatewayName: this.gatewayName });
  }
}
