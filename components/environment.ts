import type { Environment } from "../config/schema";
import { a2aAgent } from "./a2a/build";
import type { SecretSpec } from "./credentials";
import { gateway, parameters } from "./gateway/build";
import { sortedEntries, type KubernetesObject } from "./kubernetes";
import { llmProvider, providerSecret } from "./llm/build";
import { mcpRouting, mcpServer } from "./mcp/build";

/** The objects of one file of an environment. */
export interface ManifestFile {
  /** Path below `k8s/base`. */
  path: string;
  /** What in the configuration they come from, such as `llmProviders.openai`. */
  origin: string;
  objects: KubernetesObject[];
}

/** Everything that Argo CD deploys for an environment, in the files that its users know. No object names a namespace. */
export async function environmentFiles(environment: Environment): Promise<ManifestFile[]> {
  const { gateway: spec, llmProviders, mcpServers, agents } = environment;
  const routing = mcpRouting(mcpServers, spec.name);
  return [
    { path: `modules/${spec.parameters}.yaml`, origin: "gateway", objects: [parameters(spec)] },
    { path: `proxies/${spec.name}.yaml`, origin: "gateway", objects: [gateway(spec)] },
    ...sortedEntries(llmProviders).map(([name, provider]) => ({
      path: `llm-providers/${name}.yaml`,
      origin: `llmProviders.${name}`,
      objects: llmProvider(name, provider, spec.name),
    })),
    ...(await inTurn(sortedEntries(mcpServers), async ([name, server]) => ({
      path: `mcp/${name}.yaml`,
      origin: `mcpServers.${name}`,
      objects: await mcpServer(name, server),
    }))),
    ...(routing.length > 0 ? [{ path: "mcp/mcp-routing.yaml", origin: "mcpServers", objects: routing }] : []),
    ...(await inTurn(sortedEntries(agents), async ([name, agent]) => ({
      path: `agent-connectivity/${name}.yaml`,
      origin: `agents.${name}`,
      objects: await a2aAgent(name, agent, spec.name),
    }))),
  ];
}

/** One after the other: the Outputs that pods are made of get slower, each, the more of them are open at once. */
async function inTurn<T, R>(items: readonly T[], make: (item: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}

/** The Secrets that an environment needs and that must not be in Git. */
export function environmentSecrets({ llmProviders }: Environment): SecretSpec[] {
  return sortedEntries(llmProviders).map(([name, provider]) => providerSecret(name, provider));
}
