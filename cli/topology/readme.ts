import { listenerUrl, servedEntries, UNKNOWN_ADDRESS } from "../../components/served";
import type { Environment } from "../../config/schema";
import type { Graph } from "./graph";
import { mermaid } from "./mermaid";

/**
 * What a reader of the stack should know, as Markdown: what is served where, and the picture of it.
 *
 * @param address address of the gateway, where it is known
 */
export function readme(environment: Environment, graph: Graph, address?: string): string {
  const { name, gateway, namespace } = environment;
  const addresses = Object.values(gateway.listeners).map((listener) => listenerUrl(listener, address));
  return `# Agent Gateway: ${name}

${addresses.map((address) => `- ${address}`).join("\n")}

${addresses.some((address) => address.includes(UNKNOWN_ADDRESS)) ? `\`${UNKNOWN_ADDRESS}\` is the address of the gateway's Service: \`kubectl get service ${gateway.name} --namespace ${namespace}\`.\n\n` : ""}| what | base URL |
| --- | --- |
${servedEntries(environment, address)
  .map(({ what, url }) => `| ${what} | \`${url}\` |`)
  .join("\n")}

\`\`\`mermaid
${mermaid(graph).trimEnd()}
\`\`\`
`;
}
