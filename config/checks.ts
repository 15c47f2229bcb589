import { IN_CLUSTER } from "../components/cluster/spec";
import { agentPath } from "../components/a2a/build";
import { environmentSecrets } from "../components/environment";
import { nameOfPath } from "../components/gateway/route";
import { providerPath } from "../components/llm/build";
import { mcpNames } from "../components/mcp/build";
import { policyFaults } from "../components/policy/faults";
import type { Fault } from "./errors";
import type { Environment } from "./schema";

/** Rules between the parts of an environment, which no part can check alone. */
export function crossChecks(environment: Environment): Fault[] {
  return [
    ...clusterRole(environment),
    ...duplicates(
      paths(environment),
      (path) => `has the same path ${path} as`,
      "Two routes with one path: only one would be served. Change one.",
    ),
    ...duplicates(objectNames(environment), (name) => `makes the same object (${name}) as`, "Rename one."),
    ...policyFaults(environment),
  ];
}

/** An Argo CD of one's own runs beside what it deploys; a hub's runs elsewhere. */
function clusterRole({ argocd, cluster }: Environment): Fault[] {
  const inCluster = cluster.name === IN_CLUSTER;
  if (argocd.mode === "own" && !inCluster) {
    return [
      {
        path: "cluster.name",
        problem: `is "${cluster.name}", yet this stack's own Argo CD runs in it`,
        remedy: "Leave it out, or set argocd.mode to hub.",
      },
    ];
  }
  if (argocd.mode === "hub" && inCluster) {
    return [
      { path: "cluster.name", problem: "is missing", remedy: "Name the cluster, as the hub's Argo CD shall know it." },
    ];
  }
  return [];
}

/** Each credential that a deployed environment needs and does not have. */
export function missingCredentials(environment: Environment): Fault[] {
  return environmentSecrets(environment)
    .flatMap(({ entries }) => entries)
    .filter(({ required, value }) => required && value === undefined)
    .map(({ path }) => missingSecret(path, environment.name));
}

/** The fault of a secret that isn't there. */
export function missingSecret(path: string, stack: string): Fault {
  return {
    path,
    problem: "is missing",
    remedy: `Set it with: pulumi config set --secret --path '${path}' --stack ${stack}`,
  };
}

interface Claim {
  what: string;
  by: string;
}

function paths(environment: Environment): Claim[] {
  // Servers that share a path are one route, so a path of MCP servers is claimed once.
  const mcpPaths = new Map(
    Object.entries(environment.mcpServers).map(([name, { path }]) => [path, `mcpServers.${name}.path`]),
  );
  return [
    ...Object.entries(environment.llmProviders).map(([name, spec]) => ({
      what: providerPath(name, spec),
      by: `llmProviders.${name}.path`,
    })),
    ...[...mcpPaths].map(([path, by]) => ({ what: path, by })),
    ...Object.entries(environment.agents).map(([name, spec]) => ({
      what: agentPath(name, spec),
      by: `agents.${name}.path`,
    })),
  ];
}

/** Objects that could collide, by kind. The controller names a Deployment and a Service like the Gateway. */
function objectNames(environment: Environment): Claim[] {
  const claims: Claim[] = ["Deployment", "Service"].map((kind) => ({
    what: `${kind} ${environment.gateway.name}`,
    by: "gateway.name",
  }));
  for (const catalogue of ["mcpServers", "agents"] as const) {
    for (const name of Object.keys(environment[catalogue])) {
      claims.push({ what: `Deployment ${name}`, by: `${catalogue}.${name}` });
    }
  }
  for (const name of Object.keys(environment.llmProviders)) {
    claims.push(
      { what: `HTTPRoute ${name}`, by: `llmProviders.${name}` },
      { what: `AgentgatewayBackend ${name}`, by: `llmProviders.${name}` },
    );
  }
  for (const path of new Set(Object.values(environment.mcpServers).map((spec) => spec.path))) {
    const { route, backend } = mcpNames(path);
    claims.push(
      { what: `HTTPRoute ${route}`, by: `the MCP path ${path}` },
      { what: `AgentgatewayBackend ${backend}`, by: `the MCP path ${path}` },
    );
  }
  for (const [name, spec] of Object.entries(environment.agents)) {
    claims.push({ what: `HTTPRoute ${nameOfPath(agentPath(name, spec))}`, by: `agents.${name}` });
  }
  return claims;
}

function duplicates(claims: readonly Claim[], problem: (what: string) => string, remedy: string): Fault[] {
  const first = new Map<string, string>();
  return claims.flatMap(({ what, by }) => {
    const other = first.get(what);
    if (other === undefined) first.set(what, by);
    return other === undefined ? [] : [{ path: by, problem: `${problem(what)} ${other}`, remedy }];
  });
}
