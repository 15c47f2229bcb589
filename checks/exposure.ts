import { patchKey } from "../components/patches";
import type { Environment } from "../config/schema";
import type { ValidationError } from "../core/errors";
import { firstOf } from "../core/firstOf";
import type { KubernetesObject } from "../kube/object";
import { Attachments } from "./attachments";
import { unauthenticatedRoutes } from "./authentication";
import { valueIn } from "./fields";
import { at, type Inventory, type Item } from "./inventory";
import { closedInside, inWords, outsideServices, type OutsideService } from "./outsideServices";
import { plainListeners } from "./plainListeners";

type Insecure = Environment["gateway"]["insecure"][number];

/** Something that happens from outside of the cluster, and the lines that end it. */
interface Finding {
  name: Insecure;
  what: string;
  closedBy: string[];
}

/** The objects of an environment, and which of its Gateways can be reached from outside of the cluster. */
interface Reachable {
  objects: readonly KubernetesObject[];
  itemOf: (object: KubernetesObject) => Item;
  attachments: Attachments;
  isExposed: (gateway: KubernetesObject) => boolean;
}

/** Kinds of routes whose requests a policy can ask for a key. */
const ASKING = ["HTTPRoute", "GRPCRoute"];

/** How many routes, listeners or policies a message names. */
const NAMED = 3;

/**
 * A gateway that can be reached from outside of its cluster and serves requests without credentials, or in plain text, where its
 * environment does not accept that by name.
 */
export function exposure({ environment, items }: Inventory): ValidationError[] {
  const services = outsideServices(items);
  if (services.length === 0) return [];
  const exposed = new Set(services.map(({ gateway }) => gateway.object));
  const objects = items.map(({ object }) => object);
  const itemOf = new Map(items.map((item) => [item.object, item]));
  const reachable = {
    objects,
    itemOf: (object: KubernetesObject) => itemOf.get(object) as Item,
    attachments: new Attachments(objects),
    isExposed: (gateway: KubernetesObject) => exposed.has(gateway),
  };
  const find = { unauthenticated, plainHttp };
  return (["unauthenticated", "plainHttp"] as const)
    .filter((name) => !environment.gateway.insecure.includes(name))
    .flatMap((name) => find[name](environment, reachable))
    .map((finding) => errorOf(finding, environment, services));
}

function unauthenticated({ policies }: Environment, { objects, itemOf, attachments, isExposed }: Reachable): Finding[] {
  const routes = unauthenticatedRoutes(objects, attachments, isExposed);
  if (routes.length === 0) return [];
  const lenient = [...new Set(routes.flatMap((route) => route.lenient))].map(itemOf);
  const free = "clients" in policies ? "callers" : "clients";
  const closedBy = [
    ...(lenient.length > 0
      ? [`Let ${few(lenient.map(placeOf))} refuse them: by mode Strict, or by failureMode FailClosed.`]
      : []),
    ...(routes.some(({ route, lenient: asking }) => asking.length === 0 && ASKING.includes(route.kind))
      ? [`Ask for a key: policies: { ${free}: { on: "gateway", apiKeys: { keys: { first: {} } } } }`]
      : []),
  ];
  const names = routes.map(({ route }) => `${route.kind} ${route.metadata.name}`);
  return [{ name: "unauthenticated", what: `anybody can use ${few(names)} without credentials`, closedBy }];
}

function plainHttp(
  { gateway, patches }: Environment,
  { objects, itemOf, attachments, isExposed }: Reachable,
): Finding[] {
  const listeners = plainListeners(objects).filter(({ object }) => attachments.gatewaysOf(object).some(isExposed));
  if (listeners.length === 0) return [];
  const isConfigured = ({ object, name }: (typeof listeners)[number]) =>
    object.metadata.name === gateway.name &&
    gateway.listeners[name]?.protocol === "HTTP" &&
    valueIn(patches[patchKey(object)], "spec", "listeners") === undefined;
  const configured = listeners.filter(isConfigured).map(({ name }) => `${asKey(name)}: { enabled: false }`);
  const others = listeners.filter((listener) => !isConfigured(listener));
  const hasHttps = Object.values(gateway.listeners).some(({ protocol }) => protocol === "HTTPS");
  const https = `${"https" in gateway.listeners ? "tls" : "https"}: { port: 443, protocol: "HTTPS", tls: {} }`;
  const closedBy = [
    ...(configured.length > 0
      ? [`Encrypt them: gateway: { listeners: { ${[...configured, ...(hasHttps ? [] : [https])].join(", ")} } }`]
      : []),
    ...others.map(
      ({ object, name }) => `Give the listener ${name} protocol HTTPS and a certificate: ${at(itemOf(object))}.`,
    ),
  ];
  const names = listeners.map(({ name, port }) => `${name} (port ${port})`);
  const what = `requests arrive in plain text at the listener${names.length > 1 ? "s" : ""} ${few(names)}`;
  return [{ name: "plainHttp", what, closedBy }];
}

function errorOf(
  { name, what, closedBy }: Finding,
  environment: Environment,
  services: readonly OutsideService[],
): ValidationError {
  const { insecure } = environment.gateway;
  const inside = [...new Set(services.map((service) => closedInside(service, environment)))];
  return {
    path: "gateway.insecure",
    problem: `[${insecure.join(", ")}] does not name ${name}, yet from outside of the cluster ${what}: ${services.map(inWords).join("; ")}`,
    remedy: [
      ...closedBy,
      `Or keep the gateway inside of the cluster: ${inside.join(", and ")}`,
      `Or accept it by name: gateway: { insecure: [${[...insecure, name].map((each) => `"${each}"`).join(", ")}] }`,
    ].join("\n"),
  };
}

/** A name as a key, in YAML and in TypeScript. */
function asKey(name: string): string {
  return /^\w+$/.test(name) ? name : JSON.stringify(name);
}

function placeOf(item: Item): string {
  return item.handWritten ? at(item) : item.origin;
}

function few(names: readonly string[]): string {
  return firstOf(names, NAMED);
}
