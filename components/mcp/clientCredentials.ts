import { withoutClientCredentials } from "../clientCredentials";
import { AGENTGATEWAY_API, agentgatewayPolicy } from "../gateway/build";
import type { KubernetesObject } from "../../kube/object";
import { isKeyed } from "./build";
import type { McpServerSpec } from "./spec";

type Servers = readonly [name: string, spec: McpServerSpec][];

/** How the servers of a path are kept from the credentials of clients. */
export interface ClientCredentials {
  /** Policies of the backend, for all servers of the path. */
  policies: object;
  /** Policies of single servers, where not all are alike. */
  others: KubernetesObject[];
}

/** Most targets of a policy. */
const MOST_TARGETS = 16;

/**
 * Keeps the credentials that clients send from the servers of a path, but for those that are to get them (`passthrough`).
 * What the backend removes, it removes after the gateway's own key was added: so where one server has a key, the others get a
 * policy each.
 */
export function clientCredentials(backend: string, servers: Servers): ClientCredentials {
  const passing = servers.filter(([, { passthrough }]) => passthrough);
  const keyed = servers.filter(([, spec]) => isKeyed(spec));
  const bare = servers.filter(([, spec]) => !spec.passthrough && !isKeyed(spec));
  if (passing.length === servers.length) return { policies: { auth: { passthrough: {} } }, others: [] };
  if (passing.length === 0) {
    const transformation = withoutClientCredentials(keyed.length > 0 ? ["authorization"] : []);
    return { policies: { transformation }, others: keyed.length > 0 ? removing(backend, bare) : [] };
  }
  return {
    policies: {},
    others: [
      ...policies(`${backend}-passthrough`, backend, passing, { auth: { passthrough: {} } }),
      ...removing(backend, bare),
      ...policies(`${backend}-keys`, backend, keyed, { transformation: withoutClientCredentials(["authorization"]) }),
    ],
  };
}

function removing(backend: string, servers: Servers): KubernetesObject[] {
  return policies(`${backend}-credentials`, backend, servers, { transformation: withoutClientCredentials() });
}

/** A policy for some servers of a backend: further ones where there are more than one takes. */
function policies(name: string, backend: string, servers: Servers, does: object): KubernetesObject[] {
  const target = { group: AGENTGATEWAY_API, kind: "AgentgatewayBackend", name: backend };
  const count = Math.ceil(servers.length / MOST_TARGETS);
  return Array.from({ length: count }, (_, index) =>
    agentgatewayPolicy(index === 0 ? name : `${name}-${index + 1}`, {
      targetRefs: servers
        .slice(index * MOST_TARGETS, (index + 1) * MOST_TARGETS)
        .map(([server]) => ({ ...target, sectionName: server })),
      backend: does,
    }),
  );
}
