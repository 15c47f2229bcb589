import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { credentialsSecret } from "../secret";
import { serverSecret } from "./build";
import { mcpNames } from "./routing";
import type { McpServerSpec } from "./spec";

export interface McpServerArgs {
  spec: McpServerSpec;
  /** Namespace of the environment. */
  namespace: pulumi.Input<string>;
  /** Provider of the target cluster. */
  provider: k8s.Provider;
}

/** An MCP server of an environment: its Secret, where it has one. Workload, backend and route come from Git, by Argo CD. */
export class McpServer extends pulumi.ComponentResource {
  /** Path prefix on the gateway. */
  readonly path: pulumi.Output<string>;
  /** Name of the backend that the server is a target of. */
  readonly backendName: pulumi.Output<string>;

  constructor(name: string, { spec, namespace, provider }: McpServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:McpServer", name, {}, opts);
    const secret = serverSecret(name, spec);
    if (secret) credentialsSecret(`${name}-credentials`, secret, namespace, { parent: this, provider });

    this.path = pulumi.output(spec.path);
    this.backendName = pulumi.output(mcpNames(spec.path).backend);
    this.registerOutputs({ path: this.path, backendName: this.backendName });
  }
}
