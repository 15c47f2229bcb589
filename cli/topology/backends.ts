import { itemsIn, matchesLabels, textIn, valueIn } from "../../checks/fields";
import type { KubernetesObject } from "../../kube/object";
import type { PlainObject } from "../../core/merge";
import { VENDOR_NAMES, type Vendor } from "../../components/llm/provider/vendors";
import type { GraphBuilder } from "./graph";
import { connectReferences, keyOf, said } from "./references";

/** A backend, and what it leads to. */
export function addBackend(
  graph: GraphBuilder,
  backend: KubernetesObject,
  services: readonly KubernetesObject[],
): void {
  const { metadata, spec } = backend;
  const key = keyOf("AgentgatewayBackend", metadata.name);
  const kind = ["ai", "mcp", "static", "aws", "gcp", "a2a"].find((part) => valueIn(spec, part) !== undefined);
  const single = valueIn(spec, "ai", "provider");
  const providers: [PlainObject, choice?: string][] = single === undefined ? [] : [[single as PlainObject]];
  itemsIn(spec, "ai", "groups").forEach((group, priority) => {
    for (const provider of itemsIn(group, "providers")) providers.push([provider, `choice ${priority + 1}`]);
  });
  // A model's name is long: beside an edge it would make the picture wider than a screen.
  const models = providers.flatMap(([provider, choice]) => {
    const model = modelOf(provider);
    return model === undefined ? [] : [[choice, model].filter(Boolean).join(": ")];
  });
  graph.add(key, { kind: "backend", lines: [metadata.name, words(kind), ...new Set(models)], object: key });
  for (const [provider, choice] of providers) addProvider(graph, key, provider, choice);
  for (const target of itemsIn(spec, "mcp", "targets")) addTarget(graph, key, target, services);
  if (kind !== undefined) addHost(graph, key, valueIn(spec, kind));
}

function words(kind: string | undefined): string {
  return (
    { ai: "LLM", mcp: "MCP", static: "host", aws: "AWS", gcp: "Google Cloud", a2a: "A2A" }[kind ?? ""] ?? "backend"
  );
}

/** The kind that a provider is of, by its field, and the value of that field. One that only a newer API has is some LLM. */
function vendorOf(provider: PlainObject): [vendor: Vendor, said: unknown] {
  const vendors = Object.keys(VENDOR_NAMES) as Vendor[];
  const vendor = vendors.find((each) => Object.hasOwn(provider, each)) ?? "custom";
  return [vendor, provider[vendor]];
}

function modelOf(provider: PlainObject): string | undefined {
  const [, said] = vendorOf(provider);
  return textIn(said, "model") ?? textIn(said, "deploymentName");
}

function addProvider(graph: GraphBuilder, backend: string, provider: PlainObject, choice?: string): void {
  const [vendor, said] = vendorOf(provider);
  if (provider.host !== undefined) return addHost(graph, backend, provider, choice);
  if (valueIn(said, "backendRef") !== undefined) return connectReferences(graph, backend, said, choice);
  const place = textIn(said, "endpoint") ?? textIn(said, "region") ?? textIn(said, "resourceName");
  const lines = [VENDOR_NAMES[vendor], ...(place === undefined ? [] : [place])];
  const key = `external/${lines.join("/")}`;
  graph.add(key, { kind: "external", lines });
  graph.connect(backend, key, "flow", choice);
}

function addTarget(
  graph: GraphBuilder,
  backend: string,
  target: PlainObject,
  services: readonly KubernetesObject[],
): void {
  connectReferences(graph, backend, target);
  addHost(graph, backend, valueIn(target, "static"));
  const selector = valueIn(target, "selector", "services", "matchLabels");
  if (selector === undefined) return;
  for (const { metadata } of services) {
    if (matchesLabels(selector, metadata.labels)) {
      graph.connect(backend, keyOf("Service", metadata.name), "flow", "by label");
    }
  }
  const lines = ["Services", ...Object.entries(selector as object).map(([label, value]) => `${label}=${said(value)}`)];
  graph.add(`selector/${lines.join(" ")}`, { kind: "service", lines, elsewhere: true });
  graph.connect(backend, `selector/${lines.join(" ")}`, "flow", "by label");
}

/** A host that something leads to. A name without dots is that of a Service. */
function addHost(graph: GraphBuilder, from: string, place: unknown, label?: string): void {
  const host = textIn(place, "host");
  if (host === undefined) return;
  const service = !host.includes(".");
  const key = service ? keyOf("Service", host) : `external/${host}`;
  const port = valueIn(place, "port");
  const lines = [host, ...(port === undefined ? [] : [`port ${said(port)}`])];
  if (service) graph.need(key, { kind: "service", lines, elsewhere: true });
  else graph.add(key, { kind: "external", lines });
  graph.connect(from, key, "flow", label);
}
