import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { encoded } from "../secret";
import { providerCredentials, providerPath, providerSecretName } from "./build";
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
    const values = providerCredentials(spec).flatMap(({ key, value }) =>
      value === undefined ? [] : [[key, value.reveal()] as const],
    );

    const credentials = new k8s.core.v1.Secret(
      `${name}-credentials`,
      {
        metadata: { name: providerSecretName(name, spec), namespace },
        type: "Opaque",
        data: encoded(Object.fromEntries(values)),
      },
      { parent: this, provider },
    );

    this.path = pulumi.output(providerPath(name, spec));
    this.secretName = credentials.metadata.name;
    this.registerOutputs({ path: this.path, secretName: this.secretName });
  }
}
