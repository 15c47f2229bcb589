import * as pulumi from "@pulumi/pulumi";
import { agentPath } from "./build";
import type { A2aAgentSpec } from "./spec";

export interface A2aAgentArgs {
  spec: A2aAgentSpec;
}

/** An A2A agent of an environment. Its workload and route come from Git, by Argo CD. */
export class A2aAgent extends pulumi.ComponentResource {
  /** Path prefix on the gateway. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, { spec }: A2aAgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:A2aAgent", name, {}, opts);
    this.path = pulumi.output(agentPath(name, spec));
    this.registerOutputs({ path: this.path });
  }
}
