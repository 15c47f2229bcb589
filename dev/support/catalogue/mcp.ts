import fc from "fast-check";
import { pathPrefix } from "../../../kube/schemas";
import { mcpRouteSpec } from "../../../components/mcp/routeSpec";
import { mcpServerSpec } from "../../../components/mcp/spec";
import { arbitraryOf } from "../schema/arbitrary";
import { common, named, type Entries } from "./values";

/** Few paths, so that some servers share one. */
const path = fc.oneof(fc.constantFrom("/mcp", "/team/tools"), arbitraryOf(pathPrefix));

export const mcpServers = named("m", arbitraryOf(mcpServerSpec, { ...common, path })) as fc.Arbitrary<Entries>;

const someRoutes = fc.array(fc.option(arbitraryOf(mcpRouteSpec, common)), { maxLength: 4 });

/** MCP servers, and what is said of the paths that they are at. */
export const mcp = fc.record({ mcpServers, someRoutes }).map(({ mcpServers, someRoutes }) => {
  const paths = [...new Set(Object.values(mcpServers).map(({ path = "/mcp" }) => path as string))];
  const said = paths.flatMap((path, index) => (someRoutes[index] ? [[path, someRoutes[index]]] : []));
  return { mcpServers, mcpRoutes: Object.fromEntries(said) as Entries };
});
