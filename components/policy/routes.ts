import type { Contents } from "../environment";
import { agentPath } from "../a2a/build";
import { nameOfPath } from "../gateway/route";
import { mcpNames } from "../mcp/routing";
import type { PolicyTarget } from "./target";

/** The HTTPRoutes of an environment, by the entries of the configuration that they serve. */
export interface Routes {
  provider: Record<string, string>;
  mcpPath: Record<string, string>;
  agent: Record<string, string>;
}

/** Finds the names of the HTTPRoutes that an environment's providers, MCP paths and agents have. */
export function routesOf({ llmProviders, mcpServers, agents }: Contents): Routes {
  return {
    provider: Object.fromEntries(Object.keys(llmProviders).map((name) => [name, name])),
    mcpPath: Object.fromEntries(Object.values(mcpServers).map(({ path }) => [path, mcpNames(path).route])),
    agent: Object.fromEntries(Object.entries(agents).map(([name, spec]) => [name, nameOfPath(agentPath(name, spec))])),
  };
}

/** Where a policy is attached. */
export type Attachment = { kind: "Gateway"; sectionName?: string } | { kind: "HTTPRoute"; name: string };

/**
 * Where the policy of a target is attached: the Gateway, one of its listeners, or an HTTPRoute. All that a policy here can
 * do is what the API calls traffic, which may be attached to these and not to backends. Nothing, if there is no such entry.
 */
export function attachment(on: PolicyTarget, routes: Routes): Attachment | undefined {
  if (on === "gateway") return { kind: "Gateway" };
  if (on.listener !== undefined) return { kind: "Gateway", sectionName: on.listener };
  const name =
    on.route ??
    (on.provider !== undefined ? routes.provider[on.provider] : undefined) ??
    (on.mcpPath !== undefined ? routes.mcpPath[on.mcpPath] : undefined) ??
    (on.agent !== undefined ? routes.agent[on.agent] : undefined);
  return name === undefined ? undefined : { kind: "HTTPRoute", name };
}
