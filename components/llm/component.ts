import * as pulumi from "@pulumi/pulumi";
import { applyDirectly, previewInputs, type Placed, type Placement } from "../delivery/placement";
import { credentialsSecret } from "../secret";
import { secretsOf, providerPath } from "./build";
import type { LlmProviderSpec } from "./spec";

export interface LlmProviderArgs extends Placement {
  spec: LlmProviderSpec;
}

/** An LLM provider of an environment: its credentials, and in `direct` delivery its backend and route. */
export class LlmProvider extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];
  /** Path prefix on the gateway. */
  readonly path: pulumi.Output<string>;
  /** Name of the Secret with the credentials, where Pulumi makes one. */
  readonly secretName: pulumi.Output<string> | undefined;

  constructor(name: string, args: LlmProviderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:LlmProvider", name, previewInputs(args), opts);
    const { spec, namespace, provider } = args;
    const onTarget = { parent: this, provider };
    const { credentials, moderation } = secretsOf(name, spec);
    const secret = credentials && credentialsSecret(`${name}-credentials`, credentials, namespace, onTarget);
    if (moderation) credentialsSecret(`${name}-moderation-credentials`, moderation, namespace, onTarget);
    this.applied = applyDirectly(this, args);

    this.path = pulumi.output(providerPath(name, spec));
    this.secretName = secret?.metadata.name;
    this.registerOutputs({ path: this.path, secretName: this.secretName });
  }
}
