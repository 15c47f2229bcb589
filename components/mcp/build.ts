import type { SecretSpec } from "../credentials";
import type { KubernetesObject } from "../../kube/object";
import { hasKey, keyReference, keySecret } from "../remoteKey";
import { hostInNamespace, isElsewhere } from "../service";
import { workload, workloadSecret } from "../workload";
import type { McpServerSpec } from "./spec";

type Remote = Extract<McpServerSpec, { kind: "host" }>;

/** What runs an MCP server of the environment; nothing for one that is already there. */
export function mcpServer(name: string, spec: McpServerSpec, gateway: string): KubernetesObject[] {
  if (spec.kind !== "image") return [];
  return workload(name, spec, { containerPort: spec.port, servicePort: spec.servicePort, gateway });
}

/**
 * The Secret that Pulumi makes for an MCP server: its secret variables, or the key by which the gateway calls it. None where there
 * are none, or where someone else makes it.
 */
export function serverSecret(name: string, spec: McpServerSpec): SecretSpec | undefined {
  const at = `mcpServers.${name}`;
  if (spec.kind === "image") return workloadSecret(name, at, spec);
  return spec.kind === "host" ? keySecret(name, at, spec) : undefined;
}

/** An MCP server as a target of a backend. Services are named without a namespace, so that an overlay can shift them. */
export function mcpTarget(name: string, spec: McpServerSpec): object {
  if (spec.kind === "selector") return { name, selector: { services: { matchLabels: spec.selector.matchLabels } } };
  const { protocol, upstreamPath: path } = spec;
  switch (spec.kind) {
    case "image":
      return { name, static: { backendRef: { name }, port: spec.servicePort, protocol, path } };
    case "service": {
      const { name: service, port } = spec.service;
      if (isElsewhere(spec.service))
        return { name, static: { host: hostInNamespace(spec.service), port, protocol, path } };
      return { name, static: { backendRef: { name: service }, port, protocol, path } };
    }
    case "host":
      return { name, static: { host: spec.host, port: spec.port, protocol, path, policies: connection(name, spec) } };
  }
}

/** How the gateway connects to a remote server. To one of the environment it may not be said: CRDs refuse it. */
function connection(name: string, spec: Remote): object | undefined {
  const auth = keyReference(name, spec);
  return spec.tls || auth ? { tls: spec.tls ? {} : undefined, auth } : undefined;
}

/** True where the gateway itself authenticates at a server. */
export function isKeyed(spec: McpServerSpec): boolean {
  return spec.kind === "host" && hasKey(spec);
}
