import type { Environment } from "../config/schema";
import { agentPath } from "./a2a/build";
import { sortedEntries } from "../kube/object";
import { providerPath } from "./llm/build";
import { mcpPaths } from "./mcp/routing";

/** What clients call of an environment. */
export interface Served {
  /** What it is, such as `LLM provider openai`. */
  what: string;
  /** Its base URL, as clients are configured with it. */
  url: string;
}

/** Stands for the gateway's address where nobody knows it. */
export const UNKNOWN_ADDRESS = "ADDRESS";

type Listener = Environment["gateway"]["listeners"][string];

/**
 * The base URLs of all entries, at the listener that clients should prefer.
 *
 * @param address address of the gateway, as the cluster reports it. Default: a placeholder, where no host name is configured
 */
export function servedEntries(environment: Environment, address?: string): Served[] {
  const { llmProviders, mcpServers, agents, gateway } = environment;
  const [listener] = sortedEntries(gateway.listeners)
    .map(([, each]) => each)
    .sort((a, b) => Number(b.protocol === "HTTPS") - Number(a.protocol === "HTTPS"));
  if (listener === undefined) return [];
  const base = listenerUrl(listener, address);
  return [
    ...sortedEntries(llmProviders).map(([name, spec]) => ({
      what: `LLM provider ${name}`,
      url: `${base}${providerPath(name, spec)}`,
    })),
    ...mcpPaths(mcpServers).map((path) => ({
      what: `MCP servers ${sharing(environment, path)}`,
      url: `${base}${path}`,
    })),
    // Clients resolve the card's path against this URL, so it needs its slash.
    ...sortedEntries(agents).map(([name, spec]) => ({
      what: `agent ${name}`,
      url: `${base}${agentPath(name, spec)}/`,
    })),
  ];
}

/** The URL of a listener, without a slash at its end. */
export function listenerUrl({ protocol, port, hostname }: Listener, address = UNKNOWN_ADDRESS): string {
  const scheme = protocol.toLowerCase();
  const usual = (scheme === "http" && port === 80) || (scheme === "https" && port === 443);
  const host = hostname ?? (address.includes(":") ? `[${address}]` : address);
  return `${scheme}://${host}${usual ? "" : `:${port}`}`;
}

function sharing({ mcpServers }: Environment, path: string): string {
  return sortedEntries(mcpServers)
    .filter(([, server]) => server.path === path)
    .map(([name]) => name)
    .join(", ");
}
