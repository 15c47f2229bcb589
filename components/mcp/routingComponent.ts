import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { pathPrefix } from "../../kube/schemas";
import { assertValid, Entry, standalone, type EntryArgs } from "../delivery/entry";
import type { Placed } from "../delivery/placement";
import { gatewayNamed, gatewayNamespace, type GatewayReference } from "../gateway/reference";
import { Desired, type Owner } from "../inputs/desired";
import type { Inputs } from "../inputs/types";
import type { McpServer } from "./component";
import { unnamedServers } from "./errors";
import { mcpRouteSpec } from "./routeSpec";
import { mcpNames, mcpRouting } from "./routing";
import type { McpServerSpec } from "./spec";

interface Common extends Omit<EntryArgs, "objectName"> {
  /** The gateway that serves the path. */
  gateway: GatewayReference;
  /** The servers, each created with `routed: false`. */
  servers: readonly McpServer[];
  /** Path prefix on the gateway. The names of the objects follow from it. Default: `/mcp`. */
  path?: pulumi.Input<string>;
}

/** How MCP servers share a path. */
export type McpRoutingArgs = Common & Inputs<z.input<typeof mcpRouteSpec>>;

const routingSpec = z.strictObject({ path: pathPrefix.default("/mcp"), route: mcpRouteSpec });

/**
 * MCP servers that are offered as one, under one path of a gateway: its route and backend.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class McpRouting extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];
  /** Path prefix on the gateway. In our own stack, where one component routes all paths, the first. */
  readonly path: pulumi.Output<string | undefined>;
  /** Name of the HTTPRoute of the path. */
  readonly routeName: pulumi.Output<string | undefined>;

  constructor(name: string, args: McpRoutingArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal Our own stack passes what it has validated. */
  constructor(name: string, args: Entry<undefined>, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: McpRoutingArgs | Entry<undefined>, opts?: pulumi.ComponentResourceOptions) {
    const owner = { component: "McpRouting", name };
    const entry = args instanceof Entry ? args : entryOf(owner, args);
    super("agentgateway-infra:index:McpRouting", name, entry.inputs, opts);
    this.applied = entry.createObjects(this);
    this.path = pulumi.output(entry.spec.value<string | undefined>((spec) => spec?.path));
    this.routeName = this.path.apply((path) => path && mcpNames(path).route);
    const { path, routeName } = this;
    this.registerOutputs(args instanceof Entry ? {} : { path, routeName });
  }
}

type Routing = z.output<typeof routingSpec> | undefined;

function entryOf(owner: Owner, args: McpRoutingArgs): Entry<Routing> {
  const { gateway, servers, path, namespace, patches, ...route } = args;
  const spec = Desired.of(owner, routingSpec, { path, route });
  const specs = servers.map(({ definition }) => [definition.name, definition.spec] as const);
  const context = Desired.all(owner, {
    gateway: gatewayNamed(owner, gateway),
    servers: Desired.all<Record<string, McpServerSpec>>(owner, Object.fromEntries(specs)),
  });
  const onPath = (all: Record<string, McpServerSpec>, shared: string) =>
    Object.fromEntries(Object.entries(all).map(([name, server]) => [name, { ...server, path: shared }]));
  const own = { namespace: gatewayNamespace(namespace, gateway), patches };
  const errors = unnamedServers(onPath(context.structure.servers, spec.structure.path));
  assertValid(owner, "mcpServers", errors);
  return standalone<Routing, typeof context.structure>(owner, own, spec, context, (_, known, siblings) =>
    known === undefined
      ? []
      : mcpRouting(onPath(siblings.servers, known.path), { [known.path]: known.route }, siblings.gateway),
  );
}
