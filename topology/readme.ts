import { sortedEntries } from "../components/kubernetes";
import { agentPath } from "../components/a2a/build";
import { providerPath } from "../components/llm/build";
import { mcpPaths } from "../components/mcp/routing";
import type { Environment } from "../config/schema";
import type { Graph } from "./graph";
import { mermaid } from "./mermaid";

/** What a reader of the stack should know, as Markdown: what is served where, and the picture of it. */
export function readme(environment: Environment, graph: Graph): string {
  const { name, gateway, namespace, llmProviders, mcpServers, agents } = environment;
  const served: [what: string, path: string][] = [
    ...sortedEntries(llmProviders).map(([entry, spec]): [string, string] => [
      `LLM provider ${entry}`,
      providerPath(entry, spec),
    ]),
    ...mcpPaths(mcpServers).map((path): [string, string] => [`MCP servers ${sharing(environment, path)}`, path]),
    ...sortedEntries(agents).map(([entry, spec]): [string, string] => [`agent ${entry}`, agentPath(entry, spec)]),
  ];
  const addresses = Object.values(gateway.listeners).map(addressOf);
  return `# Agent Gateway: ${name}

${addresses.map((address) => `- ${address}`).join("\n")}

${addresses.some((address) => address.includes(UNKNOWN)) ? `\`${UNKNOWN}\` is the address of the gateway's Service: \`kubectl get service ${gateway.name} --namespace ${namespace}\`.\n\n` : ""}| what | path |
| --- | --- |
${served.map(([what, path]) => `| ${what} | \`${path}\` |`).join("\n")}

\`\`\`mermaid
${mermaid(graph).trimEnd()}
\`\`\`
`;
}

const UNKNOWN = "ADDRESS";

function addressOf({ protocol, port, hostname }: Environment["gateway"]["listeners"][string]): string {
  const scheme = protocol.toLowerCase();
  const usual = (scheme === "http" && port === 80) || (scheme === "https" && port === 443);
  return `${scheme}://${hostname ?? UNKNOWN}${usual ? "" : `:${port}`}`;
}

function sharing({ mcpServers }: Environment, path: string): string {
  return sortedEntries(mcpServers)
    .filter(([, server]) => server.path === path)
    .map(([name]) => name)
    .join(", ");
}
