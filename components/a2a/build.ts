import { removedHeaders } from "../clientCredentials";
import type { SecretSpec } from "../credentials";
import { AGENTGATEWAY_API, agentgatewayPolicy, GATEWAY_API } from "../gateway/build";
import { httpRoute, nameOfPath, type RouteRule, type RouteTarget } from "../gateway/route";
import { compact, type KubernetesObject } from "../../kube/object";
import { hasKey, keyReference, keySecret } from "../remoteKey";
import { hostInNamespace, isElsewhere, type ServiceRef } from "../service";
import { workload, workloadSecret } from "../workload";
import type { A2aAgentSpec } from "./spec";

/** Where an agent is that has an AgentgatewayBackend of its own. */
interface Remote {
  host: string;
  port: number;
  tls: boolean;
  auth: object | undefined;
}

/** Path prefix of an agent on the gateway. */
export function agentPath(name: string, spec: A2aAgentSpec): string {
  return spec.path ?? `/${name}`;
}

/**
 * The Secret that Pulumi makes for an agent: its secret variables, or the key by which the gateway calls it. None where there are
 * none, or where someone else makes it.
 */
export function agentSecret(name: string, spec: A2aAgentSpec): SecretSpec | undefined {
  const at = `agents.${name}`;
  if (spec.kind === "image") return workloadSecret(name, at, spec);
  return spec.kind === "host" ? keySecret(name, at, spec) : undefined;
}

/** What runs an agent, or where it runs, and its route. */
export function a2aAgent(name: string, spec: A2aAgentSpec, gateway: string): KubernetesObject[] {
  const service = serviceOf(name, spec);
  const remote = remoteOf(name, spec);
  const route = nameOfPath(agentPath(name, spec));
  return [
    ...(spec.kind === "image"
      ? workload(name, spec, {
          containerPort: spec.port,
          servicePort: spec.port,
          appProtocol: "agentgateway.dev/a2a",
          gateway,
        })
      : []),
    ...(remote ? [remoteBackend(name, remote)] : []),
    ...(service && spec.passthrough ? [passthroughPolicy(name, service)] : []),
    cardPolicy(name, route),
    httpRoute({ name: route, gateway, rules: rules(name, spec) }),
  ];
}

/** Where an agent's card is, below its own path. */
const WELL_KNOWN = "/.well-known";
/** Name of the rule for the card, to which its policy is attached. */
const CARD = "card";

/**
 * The policy that takes out of a card by A2A v0.3 what the gateway leaves as it is: further addresses of the agent, by which
 * clients would call it past the gateway. Cards by v1.0 have no such field.
 */
function cardPolicy(name: string, route: string): KubernetesObject {
  const card = 'toJson(json(response.body).filterKeys(key, key != "additionalInterfaces"))';
  return agentgatewayPolicy(`${name}-card`, {
    targetRefs: [{ group: GATEWAY_API, kind: "HTTPRoute", name: route, sectionName: CARD }],
    traffic: { transformation: { response: { body: `response.code == 200 ? ${card} : response.body` } } },
  });
}

/**
 * The rules of an agent's route. Its prefix is replaced by the agent's own path. A card of A2A v1.0 names the gateway's prefix
 * with the agent's path after it, one of v0.3 the prefix alone: both lead to where the agent takes requests.
 */
function rules(name: string, spec: A2aAgentSpec): RouteRule[] {
  const { upstreamPath, rpcPath } = spec;
  const path = agentPath(name, spec);
  const removes = spec.passthrough
    ? undefined
    : removedHeaders(spec.kind === "host" && hasKey(spec) ? ["authorization"] : []);
  const common = { target: target(name, spec), removes };
  const rpc: RouteRule[] =
    rpcPath === undefined
      ? []
      : [{ path, alsoPaths: [`${path}/`], exact: true, method: "POST", replacedBy: rpcPath, ...common }];
  const whole: RouteRule[] =
    upstreamPath === undefined ? [] : [{ path: `${path}${upstreamPath}`, replacedBy: upstreamPath, ...common }];
  const card: RouteRule = {
    name: CARD,
    path: `${path}${WELL_KNOWN}`,
    method: "GET",
    replacedBy: `${upstreamPath ?? ""}${WELL_KNOWN}`,
    ...common,
  };
  return [card, ...rpc, ...whole, { path, replacedBy: upstreamPath ?? "/", ...common }];
}

/**
 * The backend of an agent elsewhere. The gateway learns from it that the agent speaks A2A, and so gives its card the public
 * address; of the others it learns that from their Service port.
 */
function remoteBackend(name: string, { host, port, tls, auth }: Remote): KubernetesObject {
  return compact({
    apiVersion: `${AGENTGATEWAY_API}/v1alpha1`,
    kind: "AgentgatewayBackend",
    metadata: { name },
    spec: { a2a: { host, port }, policies: tls || auth ? { tls: tls ? {} : undefined, auth } : undefined },
  });
}

/** An agent outside of the environment: on another host, or in another namespace, where a route would need a ReferenceGrant. */
function remoteOf(name: string, spec: A2aAgentSpec): Remote | undefined {
  const passthrough = spec.passthrough ? { passthrough: {} } : undefined;
  if (spec.kind === "host") {
    const { host, port, tls } = spec;
    return { host, port, tls, auth: keyReference(name, spec) ?? passthrough };
  }
  if (spec.kind !== "service" || !isElsewhere(spec.service)) return undefined;
  return { host: hostInNamespace(spec.service), port: spec.service.port, tls: false, auth: passthrough };
}

/** A token that a policy has checked is sent on only where that is said: a policy takes it out of the request. */
function passthroughPolicy(name: string, service: ServiceRef): KubernetesObject {
  return agentgatewayPolicy(`${name}-passthrough`, {
    targetRefs: [{ group: "", kind: "Service", name: service.name }],
    backend: { auth: { passthrough: {} } },
  });
}

function serviceOf(name: string, spec: A2aAgentSpec): ServiceRef | undefined {
  if (spec.kind === "image") return { name, port: spec.port };
  return spec.kind === "service" && !isElsewhere(spec.service) ? spec.service : undefined;
}

function target(name: string, spec: A2aAgentSpec): RouteTarget {
  const service = serviceOf(name, spec);
  return service ? { service } : { backend: name };
}
