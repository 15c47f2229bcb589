import { IN_CLUSTER } from "../components/cluster/spec";
import { agentPath } from "../components/a2a/build";
import { environmentSecrets } from "../components/environment";
import { nameOfPath } from "../components/gateway/route";
import { providerPath } from "../components/llm/build";
import { oauthNames } from "../components/mcp/oauth";
import { mcpNames, mcpPaths } from "../components/mcp/routing";
import type { Fault } from "./errors";
import type { Environment } from "./schema";

const MCP_SERVERS_PER_PATH = 32;

/** Rules between the parts of an environment, which no part can check alone. */
export function crossChecks(environment: Environment): Fault[] {
  return [
    ...clusterRole(environment),
    ...unservedRoutes(environment),
    ...crowdedPaths(environment),
    ...duplicates(
      paths(environment),
      (path) => `has the same path ${path} as`,
      "Two routes with one path: only one would be served. Change one.",
    ),
    ...duplicates(objectNames(environment), (name) => `makes the same object (${name}) as`, "Rename one."),
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

/** What is said of a path that no server has: above all a rule that would guard nothing. */
function unservedRoutes({ mcpServers, mcpRoutes }: Environment): Fault[] {
  const served = mcpPaths(mcpServers);
  return Object.keys(mcpRoutes)
    .filter((path) => !served.includes(path))
    .map((path) => ({
      path: `mcpRoutes.${path}`,
      problem: "is about a path that no MCP server has",
      remedy: `There are: ${served.join(", ") || "none"}. Correct it, or say enabled: false where its servers are left out.`,
    }));
}

/** The CRD takes no more targets in a backend. */
function crowdedPaths({ mcpServers }: Environment): Fault[] {
  return mcpPaths(mcpServers)
    .map((path) => ({ path, count: Object.values(mcpServers).filter((server) => server.path === path).length }))
    .filter(({ count }) => count > MCP_SERVERS_PER_PATH)
    .map(({ path, count }) => ({
      path: "mcpServers",
      problem: `has ${count} servers with the path ${path}, and a path takes ${MCP_SERVERS_PER_PATH}`,
      remedy: "Give some of them another path.",
    }));
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
    for (const [name, { kind }] of Object.entries(environment[catalogue])) {
      if (kind === "image") claims.push({ what: `Deployment ${name}`, by: `${catalogue}.${name}` });
    }
  }
  for (const name of Object.keys(environment.llmProviders)) {
    claims.push(
      { what: `HTTPRoute ${name}`, by: `llmProviders.${name}` },
      { what: `AgentgatewayBackend ${name}`, by: `llmProviders.${name}` },
    );
  }
  for (const path of mcpPaths(environment.mcpServers)) {
    const { route, backend } = mcpNames(path);
    claims.push(
      { what: `HTTPRoute ${route}`, by: `the MCP path ${path}` },
      { what: `AgentgatewayBackend ${backend}`, by: `the MCP path ${path}` },
    );
    const { oauth } = environment.mcpRoutes[path] ?? {};
    if (oauth) {
      const { policy, jwks } = oauthNames(route);
      claims.push({ what: `AgentgatewayPolicy ${policy}`, by: `mcpRoutes.${path}.oauth` });
      if (oauth.jwks.kind === "host") {
        claims.push({ what: `AgentgatewayBackend ${jwks}`, by: `mcpRoutes.${path}.oauth.jwks` });
      }
    }
  }
  for (const [name, spec] of Object.entries(environment.agents)) {
    claims.push({ what: `HTTPRoute ${nameOfPath(agentPath(name, spec))}`, by: `agents.${name}` });
    if (spec.kind === "host") claims.push({ what: `AgentgatewayBackend ${name}`, by: `agents.${name}` });
  }
  for (const { name, entries } of environmentSecrets(environment)) {
    const owner = entries[0]?.path.split(".").slice(0, 2).join(".");
    if (owner !== undefined) claims.push({ what: `Secret ${name}`, by: owner });
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
