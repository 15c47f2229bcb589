import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { credentialsSecret } from "../secret";
import { providerPath, providerSecret } from "./build";
import type { LlmProviderSpec } from "./spec";

export interface LlmProviderArgs {
  spec: LlmProviderSpec;
  /** Namespace of the environment. */
  namespace: pulumi.Input<string>;
  /** Provider of the target cluster. */
  provider: k8s.Provider;
}

/** An LLM provider of an environment: its credentials. Backend and route come from Git, by Argo CD. */
export class LlmProvider extends pulumi.ComponentResource {
  /** Path prefix on the gateway. */
  readonly path: pulumi.Output<string>;
  /** Name of the Secret with the credentials. */
  readonly secretName: pulumi.Output<string>;

  constructor(name: string, { spec, namespace, provider }: LlmProviderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:LlmProvider", name, {}, opts);
    const onTarget = { parent: this, provider };
    const credentials = credentialsSecret(`${name}-credentials`, providerSecret(name, spec), namespace, onTarget);

    this.path = pulumi.output(providerPath(name, spec));
    this.secretName = credentials.metadata.name;
    this.registerOutputs({ path: this.path, secretName: this.secretName });
  }
}
