import { patchKey } from "../components/patches";
import { GATEWAY_LABEL } from "../components/serving/gateway";
import type { Environment } from "../config/schema";
import type { KubernetesObject } from "../kube/object";
import { matchesLabels, textIn, valueIn } from "./fields";
import { at, gateways, groupOf, type Item } from "./inventory";
import { proxiesIn } from "./proxies";

/** A Service by which a Gateway can be reached from outside of its cluster. */
export interface OutsideService {
  gateway: Item;
  /** The type that it has, such as `LoadBalancer`. */
  type: string;
  /** Where a person would change it: the parameters of the proxy, the Gateway where it has none, or a Service written by hand. */
  by: Item;
}

/** The types of a Service to which a cluster lets in traffic from outside. */
const OUTSIDE = ["LoadBalancer", "NodePort"];

/** The Services by which Gateways can be reached from outside: those that the controller makes, and others that select a proxy. */
export function outsideServices(items: readonly Item[]): OutsideService[] {
  const itemOf = new Map(items.map((item) => [item.object, item]));
  const written = items.filter((item) => groupOf(item) === "" && item.object.kind === "Service");
  const proxies = proxiesIn(items.map(({ object }) => object));
  return gateways(items).flatMap((gateway) => {
    const parameters = proxies.find((proxy) => proxy.gateway === gateway.object)?.parameters;
    const own = outsideType(valueIn(parameters, "spec", "service", "spec"), "LoadBalancer");
    const selecting = written.filter(({ object }) =>
      matchesLabels(valueIn(object, "spec", "selector"), podLabels(gateway.object)),
    );
    return [
      ...(own === undefined ? [] : [{ gateway, type: own, by: (parameters && itemOf.get(parameters)) ?? gateway }]),
      ...selecting.flatMap((by) => {
        const type = outsideType(valueIn(by.object, "spec"), "ClusterIP");
        return type === undefined ? [] : [{ gateway, type, by }];
      }),
    ];
  });
}

function outsideType(spec: unknown, byDefault: string): string | undefined {
  const type = textIn(spec, "type") ?? byDefault;
  if (OUTSIDE.includes(type)) return type;
  const addresses = valueIn(spec, "externalIPs");
  return Array.isArray(addresses) && addresses.length > 0 ? `${type} with externalIPs` : undefined;
}

/** The labels that the controller gives the pods of a proxy. */
function podLabels({ metadata, spec }: KubernetesObject): Record<string, unknown> {
  return {
    [GATEWAY_LABEL]: metadata.name,
    "gateway.networking.k8s.io/gateway-class-name": valueIn(spec, "gatewayClassName"),
    "app.kubernetes.io/name": metadata.name,
    "app.kubernetes.io/instance": metadata.name,
    "app.kubernetes.io/managed-by": "agentgateway",
  };
}

/** A Service and its type, for a message. */
export function inWords({ gateway, type, by }: OutsideService): string {
  const { kind, metadata } = by.object;
  const service =
    kind === "Service" ? `the Service ${metadata.name}` : `the Service of the Gateway ${gateway.object.metadata.name}`;
  return `${service} is a ${type}${by.origin === "gateway" ? "" : ` (${by.origin})`}`;
}

/** What to say, or to change in a file, so that such a Service leads to the Gateway from within the cluster only. */
export function closedInside({ by }: OutsideService, { patches }: Environment): string {
  if (by.handWritten && by.object.kind === "Gateway")
    return `an AgentgatewayParameters with service.spec.type ClusterIP for ${at(by)}`;
  if (by.handWritten) return `type ClusterIP, and no externalIPs, in ${at(by)}`;
  const key = patchKey(by.object);
  if (valueIn(patches[key], "spec", "service") !== undefined)
    return `type ClusterIP, and no externalIPs, in patches.${key}`;
  return 'gateway: { service: { type: "ClusterIP" } }';
}
