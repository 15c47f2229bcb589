import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { credentialsSecret } from "../secret";
import { agentPath, agentSecret } from "./build";
import type { A2aAgentSpec } from "./spec";

export interface A2aAgentArgs {
  spec: A2aAgentSpec;
  /** Namespace of the environment. */
  namespace: pulumi.Input<string>;
  /** Provider of the target cluster. */
  provider: k8s.Provider;
}

/** An A2A agent of an environment: its Secret, where it has one. Workload and route come from Git, by Argo CD. */
export class A2aAgent extends pulumi.ComponentResource {
  /** Path prefix on the gateway. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, { spec, namespace, provider }: A2aAgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:A2aAgent", name, {}, opts);
    const secret = agentSecret(name, spec);
    if (secret) credentialsSecret(`${name}-credentials`, secret, namespace, { parent: this, provider });

    this.path = pulumi.output(agentPath(name, spec));
    this.registerOutputs({ path: this.path });
  }
}
