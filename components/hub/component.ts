import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { hubMark } from "../application/protection";

/**
 * What a stack without an environment has beside its Argo CD: the mark that environments of other stacks guard. It depends on
 * the Argo CD, so that a `destroy` deletes it first, and is refused while an environment is deployed by this Argo CD. Its
 * provider is that of the cluster in which Argo CD runs.
 */
export class Hub extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:Hub", name, {}, opts);
    const { metadata, data } = hubMark();
    const after = { parent: this, ...(opts.dependsOn && { dependsOn: opts.dependsOn }) };
    new k8s.core.v1.ConfigMap(`${name}-mark`, { metadata, data: data as Record<string, string> }, after);
    this.registerOutputs({});
  }
}
