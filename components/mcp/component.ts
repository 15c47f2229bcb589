import * as pulumi from "@pulumi/pulumi";
import { applyDirectly, previewInputs, type Placed, type Placement } from "../delivery/placement";
import { credentialsSecret } from "../secret";
import { serverSecret } from "./build";
import { mcpNames } from "./routing";
import type { McpServerSpec } from "./spec";

export interface McpServerArgs extends Placement {
  spec: McpServerSpec;
}

/** An MCP server of an environment: its Secret, where it has one, and in `direct` delivery its workload. */
export class McpServer extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];
  /** Path prefix on the gateway. */
  readonly path: pulumi.Output<string>;
  /** Name of the backend that the server is a target of. */
  readonly backendName: pulumi.Output<string>;

  constructor(name: string, args: McpServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:McpServer", name, previewInputs(args), opts);
    const { spec, namespace, provider } = args;
    const secret = serverSecret(name, spec);
    if (secret) credentialsSecret(`${name}-credentials`, secret, namespace, { parent: this, provider });
    this.applied = applyDirectly(this, args);

    this.path = pulumi.output(spec.path);
    this.backendName = pulumi.output(mcpNames(spec.path).backend);
    this.registerOutputs({ path: this.path, backendName: this.backendName });
  }
}

/** What leads to the MCP servers of an environment, in `direct` delivery: a route and a backend for each path. */
export class McpRouting extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];

  constructor(name: string, args: Placement, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:McpRouting", name, previewInputs(args), opts);
    this.applied = applyDirectly(this, args);
    this.registerOutputs();
  }
}
