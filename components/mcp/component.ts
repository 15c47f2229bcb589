import * as pulumi from "@pulumi/pulumi";
import { mcpNames } from "./build";
import type { McpServerSpec } from "./spec";

export interface McpServerArgs {
  spec: McpServerSpec;
}

/** An MCP server of an environment. Its workload, backend and route come from Git, by Argo CD. */
export class McpServer extends pulumi.ComponentResource {
  /** Path prefix on the gateway. */
  readonly path: pulumi.Output<string>;
  /** Name of the backend that the server is a target of. */
  readonly backendName: pulumi.Output<string>;

  constructor(name: string, { spec }: McpServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:McpServer", name, {}, opts);
    this.path = pulumi.output(spec.path);
    this.backendName = pulumi.output(mcpNames(spec.path).backend);
    this.registerOutputs({ path: this.path, backendName: this.backendName });
  }
}
