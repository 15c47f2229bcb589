import * as pulumi from "@pulumi/pulumi";
import type { GatewaySpec } from "./spec";

export interface AgentGatewayArgs {
  spec: GatewaySpec;
}

/** The gateway of an environment. Gateway and parameters come from Git, by Argo CD; the controller makes the proxy. */
export class AgentGateway extends pulumi.ComponentResource {
  /** Name of the Gateway, and of the Service that leads to its proxy. */
  readonly gatewayName: pulumi.Output<string>;

  constructor(name: string, { spec }: AgentGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:AgentGateway", name, {}, opts);
    this.gatewayName = pulumi.output(spec.name);
    this.registerOutputs({ gatewayName: this.gatewayName });
  }
}
