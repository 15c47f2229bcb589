import { itemsIn, matchesLabels, textIn, valueIn } from "../../checks/fields";
import { nameIn } from "../../components/application/children";
import { isHubs } from "../../components/cluster/source";
import type { KubernetesObject } from "../../kube/object";
import type { Environment } from "../../config/schema";
import { addBackend } from "./backends";
import { GraphBuilder, type Graph } from "./graph";
import { connectReferences, keyOf, said } from "./references";

const ROUTES = ["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute"];
const WORKLOADS = ["Deployment", "StatefulSet", "DaemonSet"];

/** The picture of an environment: the ways that requests take through its objects, and what decides on them. */
export function environmentGraph(environment: Environment, objects: readonly KubernetesObject[]): Graph {
  const { name, namespace, cluster, argocd } = environment;
  const sorted = [...objects].sort((a, b) =>
    keyOf(a.kind, a.metadata.name) < keyOf(b.kind, b.metadata.name) ? -1 : 1,
  );
  const of = (...kinds: string[]) => sorted.filter(({ kind }) => kinds.includes(kind));
  const graph = new GraphBuilder();
  addDelivery(graph, environment);
  of("Gateway").forEach((gateway) => addGateway(graph, gateway, objects));
  of(...ROUTES).forEach((route) => addRoute(graph, route));
  of("AgentgatewayBackend").forEach((backend) => addBackend(graph, backend, of("Service")));
  const alone = new Set(of(...WORKLOADS));
  of("Service").forEach((service) => addService(graph, service, of("Service"), alone));
  alone.forEach((workload) => addWorkload(graph, workload));
  of("AgentgatewayPolicy").forEach((policy) => addPolicy(graph, policy));
  return graph.build({
    title: name,
    cluster:
      argocd.mode === "install"
        ? `cluster of ${name}`
        : isHubs(environment)
          ? "Argo CD's cluster"
          : `cluster ${cluster.name}`,
    namespace: `namespace ${namespace}`,
  });
}

/** Where the objects come from: a branch, or a commit of it, by Argo CD. */
function addDelivery(graph: GraphBuilder, environment: Environment): void {
  const { argocd, repository, application } = environment;
  graph.add("git", {
    kind: "delivery",
    lines: ["Git", `${application.follow === "commit" ? "commit of" : "branch"} ${repository.branch}`],
  });
  graph.add("argocd", {
    kind: "delivery",
    lines: ["Argo CD", argocd.mode === "install" || isHubs(environment) ? "same cluster" : "hub's cluster"],
    object: `Application/${nameIn(environment, "agentgateway-configs")}`,
  });
  graph.connect("git", "argocd");
}

function addGateway(graph: GraphBuilder, gateway: KubernetesObject, objects: readonly KubernetesObject[]): void {
  const { name } = gateway.metadata;
  const key = keyOf("Gateway", name);
  graph.add(key, { kind: "gateway", lines: [name, "Gateway", ...proxyLines(gateway, objects)], object: key });
  graph.add("clients", { kind: "clients", lines: ["Clients"] });
  graph.connect("argocd", key, "about", "syncs");
  for (const { name: listener, port, protocol, hostname } of itemsIn(gateway, "spec", "listeners")) {
    const entrance = listenerKey(name, listener);
    const host = hostname === undefined ? [] : [said(hostname)];
    graph.add(entrance, {
      kind: "listener",
      lines: [said(listener), `${said(protocol)} ${said(port)}`, ...host],
    });
    graph.connect("clients", entrance);
    graph.connect(entrance, key);
  }
}

function listenerKey(gateway: unknown, listener: unknown): string {
  return keyOf("Listener", `${said(gateway)}/${said(listener)}`);
}

/** How many there are of the proxy, where the environment says so. */
function proxyLines(gateway: KubernetesObject, objects: readonly KubernetesObject[]): string[] {
  const name = textIn(gateway, "spec", "infrastructure", "parametersRef", "name");
  const parameters = objects.find(({ kind, metadata }) => kind === "AgentgatewayParameters" && metadata.name === name);
  const replicas = valueIn(parameters, "spec", "deployment", "spec", "replicas");
  const scaled = valueIn(parameters, "spec", "horizontalPodAutoscaler", "spec");
  if (typeof replicas === "number") return [`${replicas} replicas`];
  if (scaled === undefined) return [];
  return [`${said(valueIn(scaled, "minReplicas"))} to ${said(valueIn(scaled, "maxReplicas"))} replicas`];
}

function addRoute(graph: GraphBuilder, route: KubernetesObject): void {
  const { kind, metadata } = route;
  const key = keyOf(kind, metadata.name);
  const hostnames = valueIn(route, "spec", "hostnames");
  const hosts = Array.isArray(hostnames) ? hostnames.map(said) : [];
  const paths = itemsIn(route, "spec", "rules").flatMap((rule) =>
    itemsIn(rule, "matches").flatMap((match) => textIn(match, "path", "value") ?? []),
  );
  graph.add(key, { kind: "route", lines: [metadata.name, ...hosts, ...new Set(paths)], object: key });
  for (const { name, sectionName } of itemsIn(route, "spec", "parentRefs")) {
    const only = sectionName === undefined ? undefined : `only ${said(sectionName)}`;
    graph.connect(keyOf("Gateway", said(name)), key, "flow", only);
  }
  connectReferences(graph, key, valueIn(route, "spec", "rules"));
}

/** A Service, with the workload behind it in one box where they have each other alone: which then is not `alone`. */
function addService(
  graph: GraphBuilder,
  service: KubernetesObject,
  services: readonly KubernetesObject[],
  alone: Set<KubernetesObject>,
): void {
  const { name } = service.metadata;
  const key = keyOf("Service", name);
  const ports = itemsIn(service, "spec", "ports").map(({ port }) => said(port));
  const lines = [name, `Service ${ports.join(", ")}`.trim()];
  const workloads = [...alone].filter((workload) => selects(service, workload));
  const [only] = workloads;
  if (
    only?.metadata.name === name &&
    workloads.length === 1 &&
    services.every((s) => s === service || !selects(s, only))
  ) {
    alone.delete(only);
    return graph.add(key, {
      kind: "service",
      lines: [...lines, ...workloadLines(only)],
      object: keyOf(only.kind, name),
    });
  }
  graph.add(key, { kind: "service", lines });
  for (const { kind, metadata } of workloads) graph.connect(key, keyOf(kind, metadata.name));
}

function selects(service: KubernetesObject, { spec }: KubernetesObject): boolean {
  return matchesLabels(valueIn(service, "spec", "selector"), valueIn(spec, "template", "metadata", "labels"));
}

function addWorkload(graph: GraphBuilder, workload: KubernetesObject): void {
  const key = keyOf(workload.kind, workload.metadata.name);
  graph.add(key, { kind: "workload", lines: [workload.metadata.name, ...workloadLines(workload)], object: key });
}

/** What there is of a workload: its kind, how often, and its image. */
function workloadLines({ kind, spec }: KubernetesObject): string[] {
  const replicas = valueIn(spec, "replicas") ?? 1;
  const [container] = itemsIn(spec, "template", "spec", "containers");
  const image = (textIn(container, "image") ?? "").split("/").at(-1) ?? "";
  const count = `${said(replicas)} ${replicas === 1 ? "replica" : "replicas"}`;
  return [`${kind}, ${count}`, image];
}

function addPolicy(graph: GraphBuilder, { metadata, spec }: KubernetesObject): void {
  const key = keyOf("AgentgatewayPolicy", metadata.name);
  const does = ["traffic", "backend", "frontend"].flatMap((part) =>
    Object.keys(valueIn(spec, part) ?? {}).filter((member) => member !== "phase"),
  );
  // The API's own words would make the widest boxes of a picture.
  const briefly = does.map((member) => member.replace(/Authentication$/, " auth"));
  graph.add(key, { kind: "policy", lines: [metadata.name, ...briefly], object: key });
  connectReferences(graph, key, spec, "asks");
  for (const { kind, name, sectionName } of itemsIn(spec, "targetRefs")) {
    const part = kind === "Gateway" && sectionName !== undefined;
    graph.connect(key, part ? listenerKey(name, sectionName) : keyOf(said(kind), said(name)), "about");
  }
}
