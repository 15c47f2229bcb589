import { environmentFiles, environmentSecrets } from "../components/environment";
import { AGENTGATEWAY_API, GATEWAY_API } from "../components/gateway/build";
import { groupOf as groupOfObject } from "../kube/apiGroup";
import type { ReadObject } from "../kube/kustomize/read";
import type { KubernetesObject } from "../kube/object";
import { patchKey } from "../components/patches";
import type { Environment } from "../config/schema";
import { SecretValue } from "../core/secret";
import { itemsIn, textIn } from "./fields";

/** An object of an environment, and where a person would change it. */
export interface Item {
  /** Path in the configuration, such as `llmProviders.openai`, or the file that a person wrote. */
  origin: string;
  handWritten: boolean;
  object: KubernetesObject;
  /** Where in the file it stands. */
  written?: Pick<ReadObject, "place" | "lineOf">;
}

/** Everything that will be in an environment's namespace, as far as its configuration says. */
export interface Inventory {
  environment: Environment;
  items: readonly Item[];
  /** Items by `group/kind/name`. */
  byKey: ReadonlyMap<string, Item>;
  /** Ports of each Service by its name; `undefined` where it does not list them. */
  services: ReadonlyMap<string, readonly number[] | undefined>;
  /** Keys of each Secret that the stack makes or that exists already, by its name; `undefined` where they are not known. */
  secrets: ReadonlyMap<string, readonly string[] | undefined>;
}

/** What the builders make for an environment. */
export function renderedItems(environment: Environment): Item[] {
  return environmentFiles(environment).flatMap(({ origin, objects }) =>
    objects.map((object) => ({
      origin: environment.patches[patchKey(object)] ? `${origin} with patches.${patchKey(object)}` : origin,
      object,
      handWritten: false,
    })),
  );
}

/** Takes stock of an environment with these objects. */
export function inventory(environment: Environment, items: readonly Item[]): Inventory {
  return {
    environment,
    items,
    byKey: new Map(items.map((item) => [keyOf(item), item])),
    services: servicesOf(environment, items),
    secrets: new Map([
      ...[...environment.existingSecrets, ...namedSecrets({ ...environment, argocd: {}, repository: {} })].map(
        (name) => [name, undefined] as const,
      ),
      ...environmentSecrets(environment).map(({ name, entries }) => [name, entries.map(({ key }) => key)] as const),
    ]),
  };
}

/** Secrets that an entry itself calls existing, wherever in it: to list them once more would prove nothing. */
function namedSecrets(value: unknown): string[] {
  if (typeof value !== "object" || value === null || value instanceof SecretValue) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === "existingSecret" && typeof item === "string" ? [item] : namedSecrets(item),
  );
}

/** The API group of an object; empty for the core. */
export function groupOf({ object }: Item): string {
  return groupOfObject(object);
}

/** The key that identifies an object in a namespace: the version is not part of it. */
export function keyOf(item: Item): string {
  return `${groupOf(item)}/${item.object.kind}/${item.object.metadata.name}`;
}

/** True for the kinds that this project is about, whose fields the rules know. */
export function isGatewayKind(item: Item): boolean {
  return [GATEWAY_API, AGENTGATEWAY_API].includes(groupOf(item));
}

/** The Gateways for which the controller makes a proxy. */
export function gateways(items: readonly Item[]): Item[] {
  return items.filter((item) => groupOf(item) === GATEWAY_API && item.object.kind === "Gateway");
}

function servicesOf({ existingServices }: Environment, items: readonly Item[]): Inventory["services"] {
  const services = items
    .filter((item) => groupOf(item) === "" && item.object.kind === "Service")
    .map(({ object }) => [object.metadata.name, portsIn(object, "ports")] as const);
  // The controller makes a Service for each Gateway, with the ports of its listeners.
  const proxies = gateways(items).map(({ object }) => [object.metadata.name, portsIn(object, "listeners")] as const);
  return new Map([...Object.entries(existingServices), ...proxies, ...services]);
}

function portsIn(object: KubernetesObject, list: string): number[] | undefined {
  const ports = itemsIn(object, "spec", list).map(({ port }) => port);
  // A Service without ports (ExternalName) takes any.
  return ports.length === 0 ? undefined : ports.filter((port) => typeof port === "number");
}

/** Where an error of an object is: its origin, the object, and the field. */
export function at(item: Item, field?: string): string {
  const { kind, metadata } = item.object;
  return [originOf(item, field), `${kind} ${metadata.name}`, field].filter(Boolean).join(", ");
}

/** MCP servers that share a path are targets of one backend, yet each is an entry of its own in the configuration. */
function originOf({ origin, handWritten, object }: Item, field = ""): string {
  const [, index] = /^spec\.mcp\.targets\[(\d+)\]/.exec(field) ?? [];
  if (handWritten || index === undefined) return origin;
  return `${origin}.${textIn(itemsIn(object, "spec", "mcp", "targets")[Number(index)], "name")}`;
}

/** The names of a Gateway's listeners. */
export function listenerNames({ object }: Item): string[] {
  return itemsIn(object, "spec", "listeners").flatMap((listener) => textIn(listener, "name") ?? []);
}
