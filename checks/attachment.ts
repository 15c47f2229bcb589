import { GATEWAY_API } from "../components/gateway/build";
import type { ValidationError } from "../core/errors";
import { show } from "../core/show";
import type { PlainObject } from "../core/merge";
import { itemsIn, textIn, valueIn } from "./fields";
import { at, groupOf, type Inventory, type Item } from "./inventory";

/** The protocols of the listeners that a kind of route attaches to. */
const PROTOCOLS: Record<string, readonly string[]> = {
  HTTPRoute: ["HTTP", "HTTPS"],
  GRPCRoute: ["HTTP", "HTTPS"],
  TLSRoute: ["TLS"],
  TCPRoute: ["TCP", "TLS"],
};

/** Routes that no listener takes, for it speaks another protocol, and ListenerSets that their Gateway does not admit. */
export function attachment({ items, byKey }: Inventory): ValidationError[] {
  const ofGatewayApi = items.filter((item) => groupOf(item) === GATEWAY_API);
  return ofGatewayApi.flatMap((item) => [...otherProtocols(item, byKey), ...notAdmitted(item, byKey)]);
}

function otherProtocols(item: Item, byKey: Inventory["byKey"]): ValidationError[] {
  const protocols = PROTOCOLS[item.object.kind];
  if (protocols === undefined) return [];
  return itemsIn(item.object, "spec", "parentRefs").flatMap((parent, index) => {
    const target = targetOf(parent, byKey);
    const listeners = itemsIn(target?.object, "spec", "listeners")
      .filter(({ name }) => parent.sectionName === undefined || parent.sectionName === name)
      .filter(({ port }) => parent.port === undefined || parent.port === port);
    if (listeners.length === 0 || listeners.some(({ protocol }) => protocols.includes(String(protocol)))) return [];
    const spoken = listeners.map(({ name, protocol }) => `${String(name)} (${String(protocol)})`).join(", ");
    return [
      {
        path: at(item, `spec.parentRefs[${index}]`),
        problem: `leads to no listener that takes a ${item.object.kind}: ${show(parent.name)} has ${spoken}`,
        remedy: `It needs one of the protocol ${protocols.join(" or ")}: add it by a ListenerSet.`,
      },
    ];
  });
}

/** By default a Gateway admits no ListenerSet, and the controller says so in a status only. */
function notAdmitted(item: Item, byKey: Inventory["byKey"]): ValidationError[] {
  const parent = valueIn(item.object, "spec", "parentRef") as PlainObject | undefined;
  if (item.object.kind !== "ListenerSet" || parent === undefined) return [];
  const gateway = targetOf(parent, byKey);
  if (gateway?.object.kind !== "Gateway") return [];
  const from = textIn(gateway.object, "spec", "allowedListeners", "namespaces", "from");
  if (from !== undefined && from !== "None") return [];
  const fields = "spec: { allowedListeners: { namespaces: { from: Same } } }";
  const name = gateway.object.metadata.name;
  return [
    {
      path: at(item, "spec.parentRef"),
      problem: `names a Gateway that admits no ListenerSet (${name})`,
      remedy: gateway.handWritten
        ? `Add to it: ${fields}.`
        : `Add to platform.ts, or to Pulumi.<stack>.yaml: patches: { "Gateway/${name}": { ${fields.replace("Same", '"Same"')} } }.`,
    },
  ];
}

/** A Gateway or ListenerSet of the environment. One of another namespace can't be followed from here. */
function targetOf(parent: PlainObject, byKey: Inventory["byKey"]): Item | undefined {
  if (parent.namespace !== undefined) return undefined;
  return byKey.get(`${GATEWAY_API}/${textIn(parent, "kind") ?? "Gateway"}/${textIn(parent, "name") ?? ""}`);
}
