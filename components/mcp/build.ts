import { AGENTGATEWAY_API } from "../gateway/build";
import { httpRoute, nameOfPath } from "../gateway/route";
import { sortedEntries, type KubernetesObject } from "../kubernetes";
import { workload } from "../workload";
import type { McpServerSpec } from "./spec";

/** Deployment and Service of an MCP server. */
export function mcpServer(name: string, spec: McpServerSpec): Promise<KubernetesObject[]> {
  return workload(name, {
    image: spec.image,
    containerPort: spec.port,
    servicePort: spec.servicePort,
    replicas: spec.replicas,
    env: spec.env,
  });
}

/** Names of the objects that serve the MCP servers of a path: `/mcp` has the route `mcp` and the backend `mcp-backend`. */
export function mcpNames(path: string): { route: string; backend: string } {
  const route = nameOfPath(path);
  return { route, backend: `${route}-backend` };
}

/** Backend and route of each path: the servers that share a path are the targets of one backend. */
export function mcpRouting(servers: Record<string, McpServerSpec>, gateway: string): KubernetesObject[] {
  const paths = [...new Set(Object.values(servers).map(({ path }) => path))].sort();
  return paths.flatMap((path) => {
    const { route, backend } = mcpNames(path);
    const targets = sortedEntries(servers)
      .filter(([, spec]) => spec.path === path)
      .map(([name, spec]) => ({
        name,
        static: { backendRef: { name }, port: spec.servicePort, protocol: spec.protocol },
      }));
    return [
      {
        apiVersion: `${AGENTGATEWAY_API}/v1alpha1`,
        kind: "AgentgatewayBackend",
        metadata: { name: backend },
        spec: { mcp: { targets } },
      },
      httpRoute({ name: route, gateway, path, target: { backend } }),
    ];
  });
}
