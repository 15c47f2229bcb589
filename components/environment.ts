import type { Environment } from "../config/schema";
import { a2aAgent } from "./a2a/build";
import type { SecretSpec } from "./credentials";
import { gateway, parameters, tlsSecrets } from "./gateway/build";
import { observability, observabilityName } from "./gateway/observability";
import { sortedEntries, type KubernetesObject } from "./kubernetes";
import { llmProvider, providerSecret } from "./llm/build";
import { mcpRouting, mcpServer } from "./mcp/build";
import { policy } from "./policy/build";
import { routesOf } from "./policy/routes";
import { policySecrets } from "./policy/secrets";

/** The objects of one file of an environment. */
export interface ManifestFile {
  /** Path below `k8s/base`. */
  path: string;
  objects: KubernetesObject[];
}

/** Everything that Argo CD deploys for an environment, in the files that its users know. No object names a namespace. */
export async function environmentFiles(environment: Environment): Promise<ManifestFile[]> {
  const { gateway: spec, llmProviders, mcpServers, agents, policies } = environment;
  const routing = mcpRouting(mcpServers, spec.name);
  const telemetry = observability(spec);
  const routes = routesOf(environment);
  return [
    { path: `modules/${spec.parameters}.yaml`, objects: [parameters(spec)] },
    { path: `proxies/${spec.name}.yaml`, objects: [gateway(spec)] },
    ...(telemetry.length > 0
      ? [{ path: `modules/policies/${observabilityName(spec.name)}.yaml`, objects: telemetry }]
      : []),
    ...sortedEntries(policies).map(([name, each]) => ({
      path: `modules/policies/${name}.yaml`,
      objects: [policy(name, each, spec.name, routes)],
    })),
    ...sortedEntries(llmProviders).map(([name, provider]) => ({
      path: `llm-providers/${name}.yaml`,
      objects: llmProvider(name, provider, spec.name),
    })),
    ...(await Promise.all(
      sortedEntries(mcpServers).map(async ([name, server]) => ({
        path: `mcp/${name}.yaml`,
        objects: await mcpServer(name, server),
      })),
    )),
    ...(routing.length > 0 ? [{ path: "mcp/mcp-routing.yaml", objects: routing }] : []),
    ...(await Promise.all(
      sortedEntries(agents).map(async ([name, agent]) => ({
        path: `agent-connectivity/${name}.yaml`,
        objects: await a2aAgent(name, agent, spec.name),
      })),
    )),
  ];
}

/** The Secrets that an environment needs and that must not be in Git. */
export function environmentSecrets({ gateway: spec, llmProviders, policies }: Environment): SecretSpec[] {
  return [
    ...tlsSecrets(spec).map(([, secret]) => secret),
    ...sortedEntries(llmProviders).map(([name, provider]) => providerSecret(name, provider)),
    ...sortedEntries(policies).flatMap(([name, each]) => policySecrets(name, each)),
  ];
}
