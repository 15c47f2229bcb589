import { itemsIn, matchesLabels, textIn, valueIn } from "../../checks/fields";
import type { KubernetesObject } from "../../kube/object";
import type { PlainObject } from "../../core/merge";
import type { GraphBuilder } from "./graph";
import { connectReferences, keyOf, said } from "./references";

/** Names of LLM vendors, by the field of a backend that says so. */
const VENDORS: Record<string, string> = {
  openai: "OpenAI",
  anthropic: "Anthropic",
  gemini: "Google Gemini",
  vertexai: "Google Vertex AI",
  azure: "Azure AI",
  azureopenai: "Azure OpenAI",
  bedrock: "Amazon Bedrock",
  custom: "LLM",
};

/** A backend, and what it leads to. */
export function addBackend(
  graph: GraphBuilder,
  backend: KubernetesObject,
  services: readonly KubernetesObject[],
): void {
  const { metadata, spec } = backend;
  const key = keyOf("AgentgatewayBackend", metadata.name);
  const kind = ["ai", "mcp", "static", "aws", "gcp", "a2a"].find((part) => valueIn(spec, part) !== undefined);
  graph.add(key, { kind: "backend", lines: [metadata.name, words(kind)], object: key });
  const single = valueIn(spec, "ai", "provider");
  if (single !== undefined) addProvider(graph, key, single as PlainObject);
  itemsIn(spec, "ai", "groups").forEach((group, priority) => {
    for (const provider of itemsIn(group, "providers")) addProvider(graph, key, provider, `choice ${priority + 1}`);
  });
  for (const target of itemsIn(spec, "mcp", "targets")) addTarget(graph, key, target, services);
  if (kind !== undefined) addHost(graph, key, valueIn(spec, kind));
}

function words(kind: string | undefined): string {
  return (
    { ai: "LLM", mcp: "MCP", static: "host", aws: "AWS", gcp: "Google Cloud", a2a: "A2A" }[kind ?? ""] ?? "backend"
  );
}

function addProvider(graph: GraphBuilder, backend: string, provider: PlainObject, choice?: string): void {
  const [vendor = "", said] = Object.entries(provider).find(([field]) => field in VENDORS) ?? [];
  const model = textIn(said, "model") ?? textIn(said, "deploymentName");
  const label = [choice, model].filter(Boolean).join(": ") || undefined;
  if (provider.host !== undefined) return addHost(graph, backend, provider, label);
  if (valueIn(said, "backendRef") !== undefined) return connectReferences(graph, backend, said, label);
  const place = textIn(said, "endpoint") ?? textIn(said, "region") ?? textIn(said, "resourceName");
  const lines = [VENDORS[vendor] ?? vendor, ...(place === undefined ? [] : [place])];
  const key = `external/${lines.join("/")}`;
  graph.add(key, { kind: "external", lines });
  graph.connect(backend, key, "flow", label);
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
