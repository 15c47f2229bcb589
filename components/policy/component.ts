import * as pulumi from "@pulumi/pulumi";
import { applyDirectly, previewInputs, type Placed, type Placement } from "../delivery/placement";
import { credentialsSecret } from "../secret";
import { policySecrets } from "./secrets";
import type { PolicySpec } from "./spec";

export interface GatewayPolicyArgs extends Placement {
  spec: PolicySpec;
}

/** A policy of an environment: its API keys and users, and in `direct` delivery the policy itself. */
export class GatewayPolicy extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];
  /** Names of its Secrets. */
  readonly secretNames: pulumi.Output<string[]>;

  constructor(name: string, args: GatewayPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:GatewayPolicy", name, previewInputs(args), opts);
    const { spec, namespace, provider } = args;
    const onTarget = { parent: this, provider };
    const secrets = policySecrets(name, spec).map((secret) =>
      // A policy's Secrets differ in what is appended to its name.
      credentialsSecret(`${name}-policy${secret.name.slice(name.length)}`, secret, namespace, onTarget),
    );
    this.applied = applyDirectly(this, args);

    this.secretNames = pulumi.all(secrets.map(({ metadata }) => metadata.name));
    this.registerOutputs({ secretNames: this.secretNames });
  }
}
