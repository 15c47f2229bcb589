import type { Environment } from "../config/schema";
import { a2aAgent, agentSecret } from "./a2a/build";
import { withDeployedImages } from "./controller/images";
import type { SecretSpec } from "./credentials";
import { gateway, parameters, tlsSecrets } from "./gateway/build";
import { observability, observabilityName } from "./gateway/observability";
import { offRedirects, redirectRoutes } from "./gateway/redirect";
import { sortedEntries, type KubernetesObject } from "../kube/object";
import { withLabels } from "./labels/apply";
import type { LabelsSpec } from "./labels/spec";
import { llmProvider, llmSecrets } from "./llm/build";
import { mcpServer, serverSecret } from "./mcp/build";
import { mcpRouting } from "./mcp/routing";
import { policy } from "./policy/build";
import { routesOf } from "./policy/routes";
import { policySecrets } from "./policy/secrets";
import { withPods } from "./pods/build";
import type { PodsSpec } from "./pods/spec";
import { withPatches } from "./patches";

/** What in the configuration a file comes from, or the file that a person wrote. */
export type Origin =
  | "gateway"
  | "gateway.observability"
  | "mcpServers"
  | `${"policies" | "llmProviders" | "mcpServers" | "agents"}.${string}`
  | `k8s/base/${string}`;

/** The objects of one file of an environment. */
export interface ManifestFile {
  /** Path below `k8s/base`. */
  path: string;
  origin: Origin;
  objects: KubernetesObject[];
}

/** What is deployed in an environment, whoever applies it. */
export type Contents = Pick<
  Environment,
  "gateway" | "llmProviders" | "mcpServers" | "mcpRoutes" | "agents" | "policies" | "patches"
> &
  Partial<Pick<Environment, "images" | "controlPlane" | "pods" | "labels" | "selectorLabels">>;

/**
 * The files of an environment without its labels, which Kustomize adds: all that Argo CD deploys, in the files that its users
 * know. No object names a namespace.
 */
export const unlabelledFiles = onceForEach(build);

/**
 * Everything that is deployed in an environment. The checks, the renderer and the components each ask for it, so it is built
 * once for each environment.
 */
export const environmentFiles = onceForEach((environment) =>
  unlabelledFiles(environment).map((file) => labelled(file, environment)),
);

function onceForEach(
  make: (environment: Contents) => readonly ManifestFile[],
): (environment: Contents) => readonly ManifestFile[] {
  const made = new WeakMap<Contents, readonly ManifestFile[]>();
  return (environment) => {
    const files = made.get(environment) ?? make(environment);
    made.set(environment, files);
    return files;
  };
}

/** A file with the labels of its environment. */
export function labelled<F extends { objects: KubernetesObject[] }>(file: F, labels: Partial<LabelsSpec>): F {
  return { ...file, objects: file.objects.map((object) => withLabels(object, labels)) };
}

function build(environment: Contents): ManifestFile[] {
  const { gateway: spec, llmProviders, mcpServers, mcpRoutes, agents, policies } = environment;
  const { pods = {}, labels, selectorLabels } = environment;
  const placed = <T extends { kind: string }>(entry: T): T => (isWorkload(entry) ? withPods(entry, pods) : entry);
  const routing = mcpRouting(mcpServers, mcpRoutes, spec.name);
  const routes = routesOf(environment);
  const files: ManifestFile[] = [
    { path: `modules/${spec.parameters}.yaml`, origin: "gateway", objects: [parameters(withPods(spec, pods))] },
    {
      path: `proxies/${spec.name}.yaml`,
      origin: "gateway",
      objects: [gateway(spec, { ...labels, ...selectorLabels }), ...redirectRoutes(spec)],
    },
    {
      path: `modules/policies/${observabilityName(spec.name)}.yaml`,
      origin: "gateway.observability",
      objects: observability(spec),
    },
    ...sortedEntries(policies).map(([name, each]): ManifestFile => ({
      path: `modules/policies/${name}.yaml`,
      origin: `policies.${name}`,
      objects: policy(name, each, spec.name, routes),
    })),
    ...sortedEntries(llmProviders).map(([name, provider]): ManifestFile => ({
      path: `llm-providers/${name}.yaml`,
      origin: `llmProviders.${name}`,
      objects: llmProvider(name, provider, spec.name, llmProviders),
    })),
    ...sortedEntries(mcpServers).map(([name, server]): ManifestFile => ({
      path: `mcp/${name}.yaml`,
      origin: `mcpServers.${name}`,
      objects: mcpServer(name, placed(server), spec.name),
    })),
    { path: "mcp/mcp-routing.yaml", origin: "mcpServers", objects: routing },
    ...sortedEntries(agents).map(([name, agent]): ManifestFile => ({
      path: `agent-connectivity/${name}.yaml`,
      origin: `agents.${name}`,
      objects: a2aAgent(name, placed(agent), spec.name),
    })),
  ];
  // What runs elsewhere has no file: a server on another host is all in the routing.
  return files
    .filter(({ objects }) => objects.length > 0)
    .map((file) => ({
      ...file,
      objects: file.objects.map((object) =>
        withDeployedImages(withPatches(offRedirects(object, spec), environment.patches), environment),
      ),
    }));
}

function isWorkload<T extends { kind: string }>(entry: T): entry is T & { pods: PodsSpec } {
  return entry.kind === "image";
}

/** The Secrets that an environment needs and that must not be in Git. */
export function environmentSecrets(environment: Contents): SecretSpec[] {
  const { gateway: spec, llmProviders, mcpServers, agents, policies } = environment;
  return [
    ...tlsSecrets(spec).map(([, secret]) => secret),
    ...llmSecrets(llmProviders),
    ...sortedEntries(mcpServers).map(([name, server]) => serverSecret(name, server)),
    ...sortedEntries(agents).map(([name, agent]) => agentSecret(name, agent)),
    ...sortedEntries(policies).flatMap(([name, each]) => policySecrets(name, each)),
  ].filter((secret) => secret !== undefined);
}
