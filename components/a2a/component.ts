import * as pulumi from "@pulumi/pulumi";
import { applyDirectly, previewInputs, type Placed, type Placement } from "../delivery/placement";
import { credentialsSecret } from "../secret";
import { agentPath, agentSecret } from "./build";
import type { A2aAgentSpec } from "./spec";

export interface A2aAgentArgs extends Placement {
  spec: A2aAgentSpec;
}

/** An A2A agent of an environment: its Secret, where it has one, and in `direct` delivery its workload and route. */
export class A2aAgent extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];
  /** Path prefix on the gateway. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, args: A2aAgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:A2aAgent", name, previewInputs(args), opts);
    const { spec, namespace, provider } = args;
    const secret = agentSecret(name, spec);
    if (secret) credentialsSecret(`${name}-credentials`, secret, namespace, { parent: this, provider });
    this.applied = applyDirectly(this, args);

    this.path = pulumi.output(agentPath(name, spec));
    this.registerOutputs({ path: this.path });
  }
}
