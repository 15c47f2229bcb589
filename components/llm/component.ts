import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { credentialsSecret } from "../secret";
import { entrySecrets, providerPath } from "./build";
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
  /** Name of the Secret with the credentials, where Pulumi makes one. */
  readonly secretName: pulumi.Output<string> | undefined;

  constructor(name: string, { spec, namespace, provider }: LlmProviderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:LlmProvider", name, {}, opts);
    const onTarget = { parent: this, provider };
    const { credentials, moderation } = entrySecrets(name, spec);
    const made = credentials && credentialsSecret(`${name}-credentials`, credentials, namespace, onTarget);
    if (moderation) credentialsSecret(`${name}-moderation-credentials`, moderation, namespace, onTarget);

    this.path = pulumi.output(providerPath(name, spec));
    this.secretName = made?.metadata.name;
    this.registerOutputs({ path: this.path, secretName: this.secretName });
  }
}
