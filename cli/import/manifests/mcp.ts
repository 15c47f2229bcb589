import { itemsIn, textIn, valueIn } from "../../../checks/fields";
import { nameOfPath } from "../../../components/gateway/route";
import { secretName } from "../../../components/credentials";
import { mcpNames } from "../../../components/mcp/routing";
import { oauthNames } from "../../../components/mcp/oauth";
import type { PlainObject } from "../../../core/merge";
import { keySetOf } from "./keySet";
import { fieldsIn, prefixesOf, serviceOfHost, type Objects } from "./objects";
import { inInput } from "./normal";
import type { Section } from "./section";
import { workloadOf } from "./workload";

/** The MCP servers of the backends with `spec.mcp`, and how those of a path are offered together. */
export function mcpServers(objects: Objects): Section & { mcpRoutes: PlainObject } {
  const section = { entries: {}, routes: {}, renamed: {}, sources: {}, mcpRoutes: {} } as ReturnType<typeof mcpServers>;
  for (const backend of objects.ofKind("AgentgatewayBackend")) {
    const mcp = fieldsIn(backend, "spec", "mcp");
    const { name } = backend.metadata;
    if (Object.keys(mcp).length === 0) continue;
    const [route] = objects.routesTo("AgentgatewayBackend", name);
    const path = prefixesOf(route)[0] ?? `/${name.replace(/-backend$/, "")}`;
    if (nameOfPath(path) === "") continue;
    const names = mcpNames(path);
    section.renamed[`AgentgatewayBackend/${name}`] = names.backend;
    if (route !== undefined) {
      section.routes[route.metadata.name] = { mcpPath: path };
      section.renamed[`HTTPRoute/${route.metadata.name}`] = names.route;
    }
    const shared = sharedOf(mcp, fieldsIn(backend, "spec", "policies"), names.route, objects);
    if (Object.keys(shared).length > 0) section.mcpRoutes[path] = shared;
    const isPassing = passing(backend.spec, names.backend, objects);
    for (const target of itemsIn(mcp, "targets")) {
      const server = String(target.name);
      const read = serverOf(server, target, objects);
      const passthrough = isPassing(server) ? { passthrough: true } : {};
      section.entries[server] = { ...read.spec, path, ...passthrough };
      if (read.source !== undefined) section.sources[`mcpServers.${server}`] = read.source;
    }
  }
  return section;
}

function serverOf(
  name: string,
  target: PlainObject,
  objects: Objects,
): { spec: PlainObject; source?: string | undefined } {
  const matchLabels = valueIn(target, "selector", "services", "matchLabels");
  if (matchLabels !== undefined) return { spec: { selector: { matchLabels } } };
  const { backendRef, host, port, protocol, path, policies } = fieldsIn(target, "static");
  const spoken = { ...(protocol !== undefined && { protocol }), ...(path !== undefined && { upstreamPath: path }) };
  if (backendRef !== undefined) {
    const service = textIn(backendRef, "name") ?? "";
    const workload = service === name ? workloadOf(name, objects) : undefined;
    if (workload === undefined) return { spec: { service: { name: service, port }, ...spoken } };
    const { fields, containerPort, source } = workload;
    return { spec: { ...fields, ...spoken, port: containerPort, servicePort: port }, source };
  }
  const elsewhere = policies === undefined ? serviceOfHost(host, port) : undefined;
  if (elsewhere !== undefined) return { spec: { service: elsewhere, ...spoken } };
  const remote = remoteOf(name, fieldsIn({ policies }, "policies"));
  return { spec: { host, port, ...remote.spec, ...spoken }, source: remote.source };
}

/** How the gateway connects to another host. */
export function remoteOf(name: string, { tls, auth }: PlainObject): { spec: PlainObject; source: string | undefined } {
  const secret = textIn(auth, "secretRef", "name");
  const source = inInput(secret);
  const own = secret === secretName(name) || source !== undefined;
  const key = secret === undefined ? {} : own ? { apiKey: true } : { existingSecret: secret };
  return { spec: { ...(tls === undefined && { tls: false }), ...key }, source };
}

/** Which servers get what clients send: all of the backend, or those that a policy names. */
function passing(spec: unknown, backend: string, objects: Objects): (server: string) => boolean {
  if (valueIn(spec, "policies", "auth", "passthrough") !== undefined) return () => true;
  const named = objects
    .ofKind("AgentgatewayPolicy")
    .filter((policy) => policy.metadata.name.startsWith(`${backend}-passthrough`))
    .flatMap((policy) => itemsIn(policy, "spec", "targetRefs").map(({ sectionName }) => sectionName));
  return (server) => named.includes(server);
}

function sharedOf(mcp: PlainObject, policies: PlainObject, route: string, objects: Objects): PlainObject {
  const { targets: _, ...shared } = mcp;
  const { action, policy } = fieldsIn(policies, "mcp", "authorization");
  const expressions = valueIn(policy, "matchExpressions");
  const oauth = oauthOf(route, objects);
  return {
    ...shared,
    ...(expressions !== undefined && {
      authorization: { ...(action !== undefined && { action }), matchExpressions: expressions },
    }),
    ...(oauth && { oauth }),
  };
}

function oauthOf(route: string, objects: Objects): PlainObject | undefined {
  const names = oauthNames(route);
  const authentication = fieldsIn(objects.policy(names.policy), "spec", "traffic", "jwtAuthentication");
  const [provider, ...more] = itemsIn(authentication, "providers");
  if (provider === undefined || more.length > 0) return undefined;
  const { issuer, audiences, jwks } = provider;
  return { issuer, audiences, jwks: keySetOf(jwks, objects), ...fieldsIn(authentication, "mcp") };
}
