import { AGENTGATEWAY_API, GATEWAY_API } from "../components/gateway/build";
import type { ValidationError } from "../core/errors";
import { show } from "../core/show";
import { isPlainObject, type PlainObject } from "../core/merge";
import { fieldsOf, itemsIn, textIn } from "./fields";
import type { Environment } from "../config/schema";
import { didYouMean } from "../core/suggest";
import { referring } from "./referring";
import { at, isGatewayKind, listenerNames, type Inventory, type Item } from "./inventory";

/** A reference of one object to another. */
interface Reference {
  item: Item;
  /** Field that holds the reference. */
  field: string;
  group: string;
  kind: string;
  name: string;
  port: unknown;
  portField: string;
  sectionName: string | undefined;
}

/** Kinds that an environment can only have from its own description, so that an unknown name leads nowhere. */
const ownKinds = [
  `${GATEWAY_API}/Gateway`,
  `${GATEWAY_API}/HTTPRoute`,
  `${GATEWAY_API}/GRPCRoute`,
  `${GATEWAY_API}/TCPRoute`,
  `${GATEWAY_API}/TLSRoute`,
  `${GATEWAY_API}/ListenerSet`,
  `${AGENTGATEWAY_API}/AgentgatewayBackend`,
  `${AGENTGATEWAY_API}/AgentgatewayParameters`,
];

/** References that lead nowhere. The controller reports many of them in a status only, and a wrong port not at all. */
export function references(inventory: Inventory): ValidationError[] {
  return inventory.items
    .filter(isGatewayKind)
    .flatMap((item) => [...referencesOf(item, inventory.environment)])
    .flatMap((reference) =>
      reference.group === "" && reference.kind === "Service"
        ? toService(reference, inventory)
        : toObject(reference, inventory),
    );
}

function* referencesOf(item: Item, { namespace }: Environment): Generator<Reference> {
  for (const { path, key, value, parent } of fieldsOf(item.object)) {
    const means = referring.get(key);
    if (means === undefined) continue;
    const entries: [string, unknown][] = Array.isArray(value)
      ? value.map((entry, index) => [`${path}[${index}]`, entry])
      : [[path, value]];
    for (const [field, entry] of entries) {
      // A reference into another namespace can't be followed from here.
      if (!isPlainObject(entry) || typeof entry.name !== "string") continue;
      if (entry.namespace !== undefined && entry.namespace !== namespace) continue;
      yield reference(item, field, entry, parent, means);
    }
  }
}

function reference(
  item: Item,
  field: string,
  entry: PlainObject,
  parent: PlainObject,
  means: { group: string; kind: string },
): Reference {
  // The target of an MCP backend has its port beside the reference.
  const beside = entry.port === undefined;
  return {
    item,
    field,
    group: textIn(entry, "group") ?? means.group,
    kind: textIn(entry, "kind") ?? means.kind,
    name: entry.name as string,
    port: beside ? parent.port : entry.port,
    portField: beside ? field.replace(/\.[^.]+$/, ".port") : `${field}.port`,
    sectionName: textIn(entry, "sectionName"),
  };
}

function toService(
  { item, field, name, port, portField }: Reference,
  { services, byKey }: Inventory,
): ValidationError[] {
  const externalName = textIn(byKey.get(`/Service/${name}`)?.object, "spec", "externalName");
  if (externalName !== undefined) {
    return [
      {
        path: at(item, `${field}.name`),
        problem: `${show(name)} is an ExternalName Service, and no route or backend leads to one`,
        remedy: `Write an AgentgatewayBackend instead: spec: { static: { host: ${externalName}, port: … } }.`,
      },
    ];
  }
  if (!services.has(name)) {
    return [
      {
        path: at(item, `${field}.name`),
        problem: `${show(name)} is no Service of the environment`,
        remedy: `${didYouMean(name, [...services.keys()])} A Service that is made elsewhere stands in existingServices, with its ports.`,
      },
    ];
  }
  const ports = services.get(name);
  if (ports === undefined || port === undefined || ports.includes(port as number)) return [];
  return [
    {
      path: at(item, portField),
      problem: `${show(port)} is no port of the Service ${name}`,
      remedy: `It has: ${ports.join(", ")}.`,
    },
  ];
}

function toObject(
  { item, field, group, kind, name, sectionName }: Reference,
  { items, byKey }: Inventory,
): ValidationError[] {
  if (!ownKinds.includes(`${group}/${kind}`)) return [];
  const target = byKey.get(`${group}/${kind}/${name}`);
  if (target === undefined) {
    const known = items.filter(({ object }) => object.kind === kind).map(({ object }) => object.metadata.name);
    return [
      {
        path: at(item, `${field}.name`),
        problem: `${show(name)} is no ${kind} of the environment`,
        remedy: didYouMean(name, known),
      },
    ];
  }
  const sections = sectionsOf(target);
  if (sectionName === undefined || sections === undefined || sections.names.includes(sectionName)) return [];
  return [
    {
      path: at(item, `${field}.sectionName`),
      problem: `${show(sectionName)} is no ${sections.what} of the ${kind} ${name}`,
      remedy: didYouMean(sectionName, sections.names),
    },
  ];
}

/** The parts of an object that a reference can name, where that is known. */
function sectionsOf(target: Item): { what: string; names: string[] } | undefined {
  if (target.object.kind === "Gateway") return { what: "listener", names: listenerNames(target) };
  if (!target.object.kind.endsWith("Route")) return undefined;
  return { what: "rule", names: itemsIn(target.object, "spec", "rules").flatMap((rule) => textIn(rule, "name") ?? []) };
}
