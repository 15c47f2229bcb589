import type { Environment } from "../config/schema";
import { a2aAgent, agentSecret } from "./a2a/build";
import type { SecretSpec } from "./credentials";
import { gateway, parameters, tlsSecrets } from "./gateway/build";
import { observability, observabilityName } from "./gateway/observability";
import { sortedEntries, type KubernetesObject } from "../kube/object";
import { llmProvider, llmSecrets } from "./llm/build";
import { mcpServer, serverSecret } from "./mcp/build";
import { mcpRouting } from "./mcp/routing";
import { policy } from "./policy/build";
import { routesOf } from "./policy/routes";
import { policySecrets } from "./policy/secrets";
import { withRaw } from "./raw";

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
  const { gateway: spec, llmProviders, mcpServers, mcpRoutes, agents, policies } = environment;
  const routing = mcpRouting(mcpServers, mcpRoutes, spec.name);
  const routes = routesOf(environment);
  const files = [
    { path: `modules/${spec.parameters}.yaml`, origin: "gateway", objects: [parameters(spec)] },
    { path: `proxies/${spec.name}.yaml`, origin: "gateway", objects: [gateway(spec)] },
    {
      path: `modules/policies/${observabilityName(spec.name)}.yaml`,
      origin: "gateway.observability",
      objects: observability(spec),
    },
    ...sortedEntries(policies).map(([name, each]) => ({
      path: `modules/policies/${name}.yaml`,
      origin: `policies.${name}`,
      objects: policy(name, each, spec.name, routes),
    })),
    ...sortedEntries(llmProviders).map(([name, provider]) => ({
      path: `llm-providers/${name}.yaml`,
      origin: `llmProviders.${name}`,
      objects: llmProvider(name, provider, spec.name, llmProviders),
    })),
    ...(await inTurn(sortedEntries(mcpServers), async ([name, server]) => ({
      path: `mcp/${name}.yaml`,
      origin: `mcpServers.${name}`,
      objects: await mcpServer(name, server, spec.name),
    }))),
    { path: "mcp/mcp-routing.yaml", origin: "mcpServers", objects: routing },
    ...(await inTurn(sortedEntries(agents), async ([name, agent]) => ({
      path: `agent-connectivity/${name}.yaml`,
      origin: `agents.${name}`,
      objects: await a2aAgent(name, agent, spec.name),
    }))),
  ];
  // What runs elsewhere has no file: a server on another host is all in the routing.
  return files
    .filter(({ objects }) => objects.length > 0)
    .map((file) => ({ ...file, objects: file.objects.map((object) => withRaw(object, environment.raw)) }));
}

/** One after the other: the Outputs that pods are made of get slower, each, the more of them are open at once. */
async function inTurn<T, R>(items: readonly T[], make: (item: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}

/** The Secrets that an environment needs and that must not be in Git. */
export function environmentSecrets(environment: Environment): SecretSpec[] {
  const { gateway: spec, llmProviders, mcpServers, agents, policies } = environment;
  return [
    ...tlsSecrets(spec).map(([, secret]) => secret),
    ...llmSecrets(llmProviders),
    ...sortedEntries(mcpServers).map(([name, server]) => serverSecret(name, server)),
    ...sortedEntries(agents).map(([name, agent]) => agentSecret(name, agent)),
    ...sortedEntries(policies).flatMap(([name, each]) => policySecrets(name, each)),
  ].filter((secret) => secret !== undefined);
}
