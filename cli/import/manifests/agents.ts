import { itemsIn, textIn, valueIn } from "../../../checks/fields";
import { nameOfPath } from "../../../components/gateway/route";
import type { PlainObject } from "../../../core/merge";
import type { KubernetesObject } from "../../../kube/object";
import { remoteOf } from "./mcp";
import { fieldsIn, prefixesOf, serviceOfHost, targetsOf, type Objects } from "./objects";
import type { Section } from "./section";
import { workloadOf } from "./workload";

/** By which the gateway knows that a Service port speaks A2A. */
const A2A = "agentgateway.dev/a2a";
/** The name of the rule for an agent's card. */
const CARD = "card";

/** The agents behind routes: those of backends with `spec.a2a`, and of Services that say they speak A2A. */
export function agents(objects: Objects): Section {
  const section: Section = { entries: {}, routes: {}, renamed: {}, sources: {} };
  for (const route of objects.ofKind("HTTPRoute")) {
    const [target, ...others] = targetsOf(route);
    if (target === undefined || others.some(({ kind, name }) => kind !== target.kind || name !== target.name)) continue;
    const read = agentOf(route, target, objects);
    const path = prefixesOf(route).at(-1);
    if (read === undefined || path === undefined) continue;
    const { name, spec, source } = read;
    const way = { ...(path !== `/${name}` && { path }), ...innerPaths(route) };
    section.entries[name] = {
      ...spec,
      ...way,
      ...(isPassing(name, read.remote, target, objects) && { passthrough: true }),
    };
    section.routes[route.metadata.name] = { agent: name };
    section.renamed[`HTTPRoute/${route.metadata.name}`] = nameOfPath(path);
    if (source !== undefined) section.sources[`agents.${name}`] = source;
  }
  return section;
}

interface ReadAgent {
  name: string;
  spec: PlainObject;
  source?: string | undefined;
  remote?: PlainObject;
}

function agentOf(
  route: KubernetesObject,
  target: { kind: string; name: string; port: unknown },
  objects: Objects,
): ReadAgent | undefined {
  const { kind, name, port } = target;
  if (kind === "AgentgatewayBackend") return remoteAgent(name, objects.named(kind, name));
  if (kind !== "Service") return undefined;
  const workload = workloadOf(name, objects);
  if (workload?.appProtocol === A2A)
    return { name, spec: { ...workload.fields, port: workload.containerPort }, source: workload.source };
  const isAgent = itemsIn(route, "spec", "rules").some((rule) => rule.name === CARD) || speaksA2a(name, objects);
  return isAgent
    ? { name: nameOfCard(route, objects) ?? route.metadata.name, spec: { service: { name, port } } }
    : undefined;
}

function speaksA2a(service: string, objects: Objects): boolean {
  return itemsIn(objects.named("Service", service), "spec", "ports").some(({ appProtocol }) => appProtocol === A2A);
}

/** The name of the agent whose card is changed by a policy on the route: `<name>-card`. */
function nameOfCard(route: KubernetesObject, objects: Objects): string | undefined {
  const policy = objects
    .ofKind("AgentgatewayPolicy")
    .find((each) =>
      itemsIn(each, "spec", "targetRefs").some(
        ({ name, sectionName }) => name === route.metadata.name && sectionName === CARD,
      ),
    );
  return policy?.metadata.name.replace(/-card$/, "");
}

function remoteAgent(name: string, backend: KubernetesObject | undefined): ReadAgent | undefined {
  const { host, port } = fieldsIn(backend, "spec", "a2a");
  if (host === undefined) return undefined;
  const policies = fieldsIn(backend, "spec", "policies");
  const remote = remoteOf(name, policies);
  const isPlain = policies.tls === undefined && valueIn(policies, "auth", "secretRef") === undefined;
  const elsewhere = isPlain ? serviceOfHost(host, port) : undefined;
  const spec = elsewhere === undefined ? { host, port, ...remote.spec } : { service: elsewhere };
  return { name, spec, source: remote.source, remote: policies };
}

/** The agent's own paths, to which those of the gateway lead. */
function innerPaths(route: KubernetesObject): PlainObject {
  const rules = itemsIn(route, "spec", "rules");
  const rewritten = (rule: PlainObject | undefined) => fieldsIn(itemsIn(rule, "filters")[0], "urlRewrite", "path");
  const upstreamPath = textIn(rewritten(rules.at(-1)), "replacePrefixMatch");
  const rpcPath = rules.map((rule) => textIn(rewritten(rule), "replaceFullPath")).find((path) => path !== undefined);
  return {
    ...(upstreamPath !== undefined && upstreamPath !== "/" && { upstreamPath }),
    ...(rpcPath !== undefined && { rpcPath }),
  };
}

function isPassing(name: string, remote: PlainObject | undefined, target: { name: string }, objects: Objects): boolean {
  if (remote !== undefined) return valueIn(remote, "auth", "passthrough") !== undefined;
  const policy = objects.policy(`${name}-passthrough`);
  return itemsIn(policy, "spec", "targetRefs").some((each) => each.kind === "Service" && each.name === target.name);
}
