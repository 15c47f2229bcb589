import { httpRoute, nameOfPath } from "../gateway/route";
import type { KubernetesObject } from "../kubernetes";
import { workload } from "../workload";
import type { A2aAgentSpec } from "./spec";

/** Path prefix of an agent on the gateway. */
export function agentPath(name: string, spec: A2aAgentSpec): string {
  return spec.path ?? `/${name}`;
}

/**
 * Workload and route of an agent. The Service port says that it speaks A2A, by which the proxy rewrites the agent card
 * to the public address; the prefix is stripped because the agent serves its card at its own root.
 */
export async function a2aAgent(name: string, spec: A2aAgentSpec, gateway: string): Promise<KubernetesObject[]> {
  const path = agentPath(name, spec);
  return [
    ...(await workload(name, {
      image: spec.image,
      containerPort: spec.port,
      servicePort: spec.port,
      replicas: spec.replicas,
      appProtocol: "agentgateway.dev/a2a",
    })),
    httpRoute({ name: nameOfPath(path), gateway, path, target: { service: name, port: spec.port }, stripPrefix: true }),
  ];
}
