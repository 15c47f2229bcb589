import { AGENTGATEWAY_API } from "../components/gateway/build";
import type { ValidationError } from "../core/errors";
import { hostInNamespace, isElsewhere, type ServiceRef } from "../components/service";
import type { Environment } from "../config/schema";
import { isPlainObject } from "../core/merge";
import { show } from "../core/show";
import { fieldsOf, type Field } from "./fields";
import { at, groupOf, type Inventory, type Item } from "./inventory";

/**
 * Host names that hold in one environment only, or where a reference is better. The proxy resolves a `host` by DNS in its
 * own namespace and nobody checks that it exists; the controller resolves a `backendRef` and says when it does not. The host of a
 * Service that is not the environment's may name its namespace.
 */
export function hosts(inventory: Inventory): ValidationError[] {
  return inventory.items.filter(hasHosts).flatMap((item) =>
    [...fieldsOf(item.object)].flatMap((field) => {
      const { path, key, value } = field;
      if (key !== "host" || typeof value !== "string") return [];
      const error = errorOf(value.toLowerCase().replace(/\.$/, ""), inventory, field);
      return error === undefined
        ? []
        : [{ path: at(item, path), problem: `${show(value)} ${error[0]}`, remedy: error[1] }];
    }),
  );
}

/** Whether a host has to say where something is, for there is no reference beside it: of LLM providers, agents, other hosts, and MCP targets with policies. */
export function needsHost({ path, parent }: Pick<Field, "path" | "parent">): boolean {
  if ("policies" in parent) return true;
  return /^spec\.(a2a|static)\.host$/.test(path) || path.startsWith("spec.ai.");
}

function hasHosts(item: Item): boolean {
  return groupOf(item) === AGENTGATEWAY_API && ["AgentgatewayBackend", "AgentgatewayPolicy"].includes(item.object.kind);
}

function errorOf(
  host: string,
  { environment, items, services }: Inventory,
  field: Field,
): [string, string] | undefined {
  const needed = needsHost(field);
  const [service = "", second = "", ...more] = host.split(".");
  const reference = (name: string) => `Refer to the Service by a backendRef instead: { name: ${name} }, and its port.`;
  if (host.includes("://")) return ["has a scheme", "Leave the scheme and the path out: a host is a name alone."];
  if (/[/:]/.test(host) && !isIpv6(host)) return ["is no host name", "The port and the path have fields of their own."];
  const isFull = /\.svc(\.|$)|\.cluster\.local$/.test(host);
  const isAmbiguous =
    !namedHosts(environment).has(host) && services.has(service) && second !== "" && (isFull || !common.has(second));
  if ((isFull || more.length === 0) && (second === environment.namespace || isAmbiguous))
    return [
      "names a namespace, which differs from environment to environment",
      needed ? `Write its name alone: ${service}` : reference(service),
    ];
  const isService = items.some(({ object }) => object.kind === "Service" && object.metadata.name === host);
  return isService && !needed
    ? ["is a Service of the environment, of which DNS knows no port", reference(host)]
    : undefined;
}

/** The hosts of Services that entries name with a namespace: it is meant. */
function namedHosts({ llmProviders, mcpServers, agents }: Environment): Set<string> {
  return new Set(servicesIn([llmProviders, mcpServers, agents]).map(hostInNamespace));
}

function servicesIn(value: unknown): (ServiceRef & { namespace: string })[] {
  if (Array.isArray(value)) return value.flatMap(servicesIn);
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const service = each as ServiceRef | undefined;
    return key === "service" && isPlainObject(each) && isElsewhere(service) ? [service] : servicesIn(each);
  });
}

/** A Service may be called like somebody's domain: `weather` beside `weather.com`. */
const common = new Set(["ai", "app", "cloud", "com", "dev", "io", "net", "org"]);

function isIpv6(host: string): boolean {
  return /^[0-9a-f:.]+$/.test(host) && host.split(":").length > 2;
}
