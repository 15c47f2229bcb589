import type { SecretSpec } from "../credentials";
import { AGENTGATEWAY_API } from "../gateway/build";
import { httpRoute, nameOfPath, type RouteTarget } from "../gateway/route";
import { compact, type KubernetesObject } from "../kubernetes";
import { workload, workloadSecret } from "../workload";
import type { A2aAgentSpec } from "./spec";

/** Path prefix of an agent on the gateway. */
export function agentPath(name: string, spec: A2aAgentSpec): string {
  return spec.path ?? `/${name}`;
}

/** The Secret with the secret variables of an agent that the environment runs. */
export function agentSecret(name: string, spec: A2aAgentSpec): SecretSpec | undefined {
  return spec.kind === "image" ? workloadSecret(name, `agents.${name}`, spec) : undefined;
}

/** What runs an agent, or where it runs, and its route. The prefix is stripped: an agent has its card at its own root. */
export async function a2aAgent(name: string, spec: A2aAgentSpec, gateway: string): Promise<KubernetesObject[]> {
  const path = agentPath(name, spec);
  return [
    ...(await upstream(name, spec, gateway)),
    httpRoute({ name: nameOfPath(path), gateway, path, target: target(name, spec), stripPrefix: true }),
  ];
}

/**
 * The gateway learns that an agent speaks A2A, and so gives its card the public address, from its Service port, or from
 * the backend where there is no Service.
 */
async function upstream(name: string, spec: A2aAgentSpec, gateway: string): Promise<KubernetesObject[]> {
  switch (spec.kind) {
    case "image":
      return workload(name, spec, {
        containerPort: spec.port,
        servicePort: spec.port,
        appProtocol: "agentgateway.dev/a2a",
        gateway,
      });
    case "service":
      return [];
    case "host":
      return [
        compact({
          apiVersion: `${AGENTGATEWAY_API}/v1alpha1`,
          kind: "AgentgatewayBackend",
          metadata: { name },
          spec: { a2a: { host: spec.host, port: spec.port }, policies: spec.tls ? { tls: {} } : undefined },
        }),
      ];
  }
}

function target(name: string, spec: A2aAgentSpec): RouteTarget {
  switch (spec.kind) {
    case "image":
      return { service: { name, port: spec.port } };
    case "service":
      return { service: spec.service };
    case "host":
      return { backend: name };
  }
}
