import { nameOfPath } from "../../../components/gateway/route";
import type { Entries } from "./values";

/** The parts of a catalogue that others refer to. */
export interface Catalogue {
  gateway: { listeners?: object };
  llmProviders: Entries;
  mcpServers: Entries;
  mcpRoutes: Entries;
  agents: Entries;
}

/** The names of the routes, by the entries that they serve. */
export function routesOf({ llmProviders, mcpServers, agents }: Catalogue) {
  const byName = (entries: [string, string][]): Record<string, string> => Object.fromEntries(entries);
  const paths = Object.values(mcpServers).map(({ path = "/mcp" }) => path as string);
  return {
    provider: byName(Object.keys(llmProviders).map((name) => [name, name])),
    mcpPath: byName(paths.map((path) => [path, nameOfPath(path)])),
    agent: byName(Object.entries(agents).map(([name, { path = `/${name}` }]) => [name, nameOfPath(path as string)])),
  };
}

/** Takes the paths back that two entries have: each then has the default, which no other has. */
export function withoutCollisions(catalogue: Catalogue): Catalogue {
  const { llmProviders, mcpServers, mcpRoutes, agents } = catalogue;
  const taken = new Set(["mcp", ...Object.keys(llmProviders), ...Object.keys(agents)]);
  const free = (path: string) => {
    const keys = [path, nameOfPath(path)];
    if (keys.some((key) => taken.has(key))) return false;
    keys.forEach((key) => taken.add(key));
    return true;
  };
  const apart = (entries: Entries) =>
    Object.fromEntries(
      Object.entries(entries).map(([name, { path, ...rest }]) => [
        name,
        path === undefined || !free(path as string) ? rest : { ...rest, path },
      ]),
    );
  const shared = new Map<unknown, boolean>();
  const servers = Object.entries(mcpServers).map(([name, { path, ...rest }]): [string, Entries[string]] => {
    if (path !== undefined && !shared.has(path)) shared.set(path, free(path as string));
    return [name, shared.get(path) ? { ...rest, path } : rest];
  });
  const specified = withoutUnspecified(Object.fromEntries(servers));
  const served = new Set(Object.values(specified).map(pathOf));
  return {
    ...catalogue,
    llmProviders: apart(llmProviders),
    agents: apart(agents),
    mcpServers: specified,
    mcpRoutes: Object.fromEntries(Object.entries(mcpRoutes).filter(([path]) => served.has(path))),
  };
}

const pathOf = ({ path = "/mcp" }: Entries[string]) => path as string;

/** Takes the servers by label away that share a path with others which get other credentials. */
function withoutUnspecified(servers: Entries): Entries {
  const credentials = ({ passthrough = false, host, apiKey, existingSecret }: Entries[string]) =>
    // Of a workload it holds variables.
    JSON.stringify([passthrough, host !== undefined && (apiKey ?? existingSecret) !== undefined]);
  return Object.fromEntries(
    Object.entries(servers).filter(
      ([, server]) =>
        server.selector === undefined ||
        Object.values(servers).every(
          (other) => pathOf(other) !== pathOf(server) || credentials(other) === credentials(server),
        ),
    ),
  );
}
