import { itemsIn, textIn, valueIn } from "../../../checks/fields";
import { GATEWAY_CLASS } from "../../../components/gateway/build";
import { isPlainObject, type PlainObject } from "../../../core/merge";
import type { KubernetesObject } from "../../../kube/object";
import { inInput } from "./normal";
import { byName, fieldsIn, said, type Objects } from "./objects";
import { observabilityOf } from "./observability";
import { placed, securityOf } from "./workload";

/** The gateway of the environment: the first Gateway of Agent Gateway's class, with its parameters. */
export function gatewayOf(objects: Objects): { gateway: PlainObject; sources: Record<string, string> } | undefined {
  const gateway = objects.ofKind("Gateway").find((each) => valueIn(each, "spec", "gatewayClassName") === GATEWAY_CLASS);
  if (gateway === undefined) return undefined;
  const { name } = gateway.metadata;
  const parametersName = textIn(gateway, "spec", "infrastructure", "parametersRef", "name");
  const parameters = objects.named("AgentgatewayParameters", parametersName);
  const sources: Record<string, string> = {};
  const listeners = itemsIn(gateway, "spec", "listeners").map((listener) => {
    const read = listenerOf(name, listener, gateway, objects);
    if (read.source !== undefined) sources[`gateway.listeners.${String(listener.name)}`] = read.source;
    return [String(listener.name), read.spec] as const;
  });
  const observability = observabilityOf(name, objects);
  return {
    gateway: {
      name,
      ...(parametersName !== undefined && { parameters: parametersName }),
      listeners: Object.fromEntries(listeners),
      ...(parameters && proxyOf(fieldsIn(parameters, "spec"))),
      ...(observability && { observability }),
    },
    sources,
  };
}

function listenerOf(
  gateway: string,
  { name, port, protocol, hostname, tls }: PlainObject,
  whole: KubernetesObject,
  objects: Objects,
): { spec: PlainObject; source: string | undefined } {
  const secret = valueIn(itemsIn(tls, "certificateRefs")[0], "name");
  const source = inInput(secret);
  const own = secret === `${gateway}-${String(name)}-tls` || source !== undefined;
  const redirect = redirectOf(gateway, String(name), whole, objects);
  const spec = {
    port,
    protocol,
    hostname,
    tls: tls === undefined ? undefined : own ? {} : { existingSecret: secret },
    redirect,
  };
  return { spec: said(spec), source };
}

/** The listener to which another one sends its clients, by the route that does so. */
function redirectOf(gateway: string, name: string, whole: KubernetesObject, objects: Objects): unknown {
  const route = objects.named("HTTPRoute", `${gateway}-${name}-redirect`);
  const [filter] = itemsIn(itemsIn(route, "spec", "rules")[0], "filters");
  if (valueIn(filter, "requestRedirect") === undefined) return undefined;
  const port = valueIn(filter, "requestRedirect", "port") ?? 443;
  return itemsIn(whole, "spec", "listeners").find((each) => each.protocol === "HTTPS" && each.port === port)?.name;
}

/** Fields of AgentgatewayParameters that the configuration has under the same names. */
const SAME = [
  "logging",
  "image",
  "resources",
  "shutdown",
  "workload",
  "istio",
  "modelCatalog",
  "rawConfig",
  "daemonSet",
];

function proxyOf(parameters: PlainObject): PlainObject {
  const same = Object.fromEntries(SAME.map((field) => [field, parameters[field]]));
  const { minReplicas, maxReplicas, metrics } = fieldsIn(parameters, "horizontalPodAutoscaler", "spec");
  const cpu = valueIn(Array.isArray(metrics) ? metrics[0] : undefined, "resource", "target", "averageUtilization");
  const type = valueIn(parameters, "service", "spec", "type");
  const annotations = valueIn(parameters, "service", "metadata", "annotations");
  const workload = valueIn(parameters, "workload", "kind") === "DaemonSet" ? "daemonSet" : "deployment";
  return said({
    ...same,
    env: byName(itemsIn(parameters, "env"), "value"),
    disruptionBudget: valueIn(parameters, "podDisruptionBudget", "spec"),
    autoscaling: maxReplicas === undefined ? undefined : said({ min: minReplicas, max: maxReplicas, cpu }),
    service: type === undefined && annotations === undefined ? undefined : said({ type, annotations }),
    ...overlayOf(
      workload,
      fieldsIn(parameters, workload),
      valueIn(parameters, "serviceAccount", "metadata", "annotations"),
    ),
  });
}

const PLACED = ["imagePullSecrets", "nodeSelector", "tolerations", "affinity", "priorityClassName", "securityContext"];

/** What is laid over the proxy's workload: as fields of the gateway where there are some, and the rest in the API's words. */
function overlayOf(field: string, overlay: PlainObject, account: unknown): PlainObject {
  const template = fieldsIn(overlay, "spec", "template");
  const spec = fieldsIn(template, "spec");
  const { labels, annotations } = fieldsIn(template, "metadata");
  const pods = said({
    ...placed(spec),
    securityContext: securityOf(spec),
    labels,
    annotations,
    serviceAccount: account === undefined ? undefined : { annotations: account },
  });
  const topologySpread = itemsIn(spec, "topologySpreadConstraints").map(({ labelSelector: _, ...each }) => each);
  const rest = without(overlay, [
    ["spec", "replicas"],
    ["spec", "template", "metadata", "labels"],
    ["spec", "template", "metadata", "annotations"],
    ...[...PLACED, "topologySpreadConstraints"].map((each) => ["spec", "template", "spec", each]),
  ]);
  return {
    replicas: valueIn(overlay, "spec", "replicas"),
    pods: Object.keys(pods).length > 0 ? pods : undefined,
    topologySpread: topologySpread.length > 0 ? topologySpread : undefined,
    [field]: rest,
  };
}

/** A mapping without the fields at some paths; nothing where nothing is left. */
function without(value: PlainObject, paths: readonly string[][]): PlainObject | undefined {
  const kept = Object.entries(value).flatMap(([key, item]) => {
    const below = paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
    if (below.some((path) => path.length === 0)) return [];
    const rest = isPlainObject(item) && below.length > 0 ? without(item, below) : item;
    return rest === undefined ? [] : [[key, rest] as const];
  });
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
