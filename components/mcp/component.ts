import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { assertValid, Entry, secretErrors, standalone, type EntryArgs } from "../delivery/entry";
import type { Placed } from "../delivery/placement";
import { gatewayNamed, gatewayNamespace, type GatewayReference } from "../gateway/reference";
import { Desired, type Owner } from "../inputs/desired";
import type { Inputs } from "../inputs/types";
import { mcpServer, serverSecret } from "./build";
import { mcpNames, mcpRouting } from "./routing";
import { mcpServerSpec, type McpServerSpec } from "./spec";

interface Common extends EntryArgs {
  /** The gateway that serves the server. */
  gateway: GatewayReference;
  /**
   * Whether the component creates the route and the backend of the server's path. `false` leaves that to an `McpRouting`,
   * which serves several servers under one path. Default `true`.
   */
  routed?: boolean;
}

/** An MCP server that the component runs (`image`), that runs beside it (`service`, `selector`) or elsewhere (`host`). */
export type McpServerArgs = Common & Inputs<z.input<typeof mcpServerSpec>>;

/**
 * An MCP server behind a path of a gateway: its route and backend, its workload where the component runs it, and a Secret
 * where it has credentials.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class McpServer extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];
  /** Path prefix on the gateway. */
  readonly path: pulumi.Output<string>;
  /** Name of the AgentgatewayBackend that the server is a target of. */
  readonly backendName: pulumi.Output<string>;
  /** Name of the HTTPRoute of its path. */
  readonly routeName: pulumi.Output<string>;
  /** Name of the Secret with its credentials, where the component creates one. */
  readonly secretName: pulumi.Output<string> | undefined;
  /** @internal What an `McpRouting` takes over of this server. */
  readonly definition: { name: string; spec: Desired<McpServerSpec> };

  constructor(name: string, args: McpServerArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal Our own stack passes what it has validated. */
  constructor(name: string, args: Entry<McpServerSpec>, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: McpServerArgs | Entry<McpServerSpec>, opts?: pulumi.ComponentResourceOptions) {
    const owner = { component: "McpServer", name };
    const entry = args instanceof Entry ? args : entryOf(owner, args);
    super("agentgateway-infra:index:McpServer", name, entry.inputs, opts);
    const secret =
      serverSecret(entry.name, entry.spec.structure) &&
      entry.createSecret(this, `${name}-credentials`, (spec) => serverSecret(entry.name, spec));
    this.applied = entry.createObjects(this);

    this.definition = { name: entry.name, spec: entry.spec };
    this.path = pulumi.output(entry.spec.value((spec) => spec.path));
    this.backendName = this.path.apply((path) => mcpNames(path).backend);
    this.routeName = this.path.apply((path) => mcpNames(path).route);
    this.secretName = secret?.metadata.name;
    const { path, backendName, routeName, secretName } = this;
    this.registerOutputs({ path, backendName, routeName, secretName });
  }
}

function entryOf(owner: Owner, args: McpServerArgs): Entry<McpServerSpec> {
  const { gateway, routed = true, objectName, namespace, patches, ...rest } = args;
  const spec = Desired.of(owner, mcpServerSpec, rest);
  const own = { objectName, namespace: gatewayNamespace(namespace, gateway), patches };
  const entry = standalone(owner, own, spec, gatewayNamed(owner, gateway), (name, known, parent) => [
    ...mcpServer(name, known, parent),
    ...(routed ? mcpRouting({ [name]: known }, {}, parent) : []),
  ]);
  const secret = serverSecret(entry.name, spec.structure);
  assertValid(owner, `mcpServers.${entry.name}`, secretErrors([secret]));
  return entry;
}
