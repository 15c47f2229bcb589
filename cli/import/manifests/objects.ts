import { itemsIn, textIn, valueIn } from "../../../checks/fields";
import { isPlainObject, type PlainObject } from "../../../core/merge";
import { groupOf } from "../../../kube/apiGroup";
import type { KubernetesObject } from "../../../kube/object";
import { normal } from "./normal";
import { withoutServerDefaults } from "./serverDefaults";

/** The kinds of which the configuration makes objects, and their groups: others have kinds of the same names. */
const GROUPS: Readonly<Record<string, string>> = {
  AgentgatewayBackend: "agentgateway.dev",
  AgentgatewayParameters: "agentgateway.dev",
  AgentgatewayPolicy: "agentgateway.dev",
  Deployment: "apps",
  Gateway: "gateway.networking.k8s.io",
  HTTPRoute: "gateway.networking.k8s.io",
  NetworkPolicy: "networking.k8s.io",
  Service: "",
  ServiceAccount: "",
};

/** The objects of an input, by their kinds. */
export class Objects {
  readonly all: readonly KubernetesObject[];
  readonly secrets: readonly KubernetesObject[];

  constructor(given: readonly KubernetesObject[]) {
    this.secrets = given.filter(({ kind }) => kind === "Secret");
    const names = new Set(this.secrets.map(({ metadata }) => metadata.name));
    this.all = given
      .filter(({ kind }) => kind !== "Secret")
      .map((object) => normal(withoutServerDefaults(object), names));
  }

  isOurs(object: KubernetesObject): boolean {
    return GROUPS[object.kind] === groupOf(object);
  }

  ofKind(kind: string): KubernetesObject[] {
    return this.all.filter((object) => object.kind === kind && this.isOurs(object));
  }

  named(kind: string, name: unknown): KubernetesObject | undefined {
    return this.ofKind(kind).find(({ metadata }) => metadata.name === name);
  }

  /** The names under which a Secret of the input has its values. */
  keysOf(secret: string): string[] {
    const found = this.secrets.find(({ metadata }) => metadata.name === secret);
    return [...new Set(["data", "stringData"].flatMap((field) => Object.keys(fieldsIn(found, field))))].sort();
  }

  /** The routes that lead to one target alone. */
  routesTo(kind: string, name: string): KubernetesObject[] {
    return this.ofKind("HTTPRoute").filter((route) => {
      const targets = targetsOf(route);
      return targets.length > 0 && targets.every((each) => each.kind === kind && each.name === name);
    });
  }

  /** The policy of a name. */
  policy(name: string): KubernetesObject | undefined {
    return this.named("AgentgatewayPolicy", name);
  }
}

/** What a route leads to, by all of its rules. */
export function targetsOf(route: KubernetesObject): { kind: string; name: string; port: unknown; filters: unknown }[] {
  return itemsIn(route, "spec", "rules").flatMap((rule) =>
    itemsIn(rule, "backendRefs").map(({ kind = "Service", name, port, filters }) => ({
      kind: String(kind),
      name: String(name),
      port,
      filters,
    })),
  );
}

/** The prefix at the gateway of each of a route's rules; none of a rule that has no prefix. */
export function prefixesOf(route: KubernetesObject | undefined): string[] {
  return itemsIn(route, "spec", "rules").flatMap((rule) => {
    const [match] = itemsIn(rule, "matches");
    const value = textIn(match, "path", "value");
    return textIn(match, "path", "type") === "PathPrefix" && value !== undefined ? [value] : [];
  });
}

/** A mapping of an object; an empty one where there is none. */
export function fieldsIn(object: unknown, ...path: readonly string[]): PlainObject {
  const value = valueIn(object, ...path);
  return isPlainObject(value) ? value : {};
}

/** A list of names and values as a mapping. */
export function byName(list: readonly PlainObject[], value: string, name = "name"): PlainObject | undefined {
  return list.length > 0 ? Object.fromEntries(list.map((item) => [String(item[name]), item[value]])) : undefined;
}

const CLUSTER_HOST = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(\.cluster\.local)?$/;

/** The Service of another namespace that a host name means. */
export function serviceOfHost(host: unknown, port: unknown): PlainObject | undefined {
  const [, name, namespace] = CLUSTER_HOST.exec(typeof host === "string" ? host : "") ?? [];
  return name === undefined ? undefined : { name, port, namespace };
}

/** A reference of the API to a Service, as the configuration names one. */
export function serviceRefOf(reference: unknown): PlainObject | undefined {
  const { kind = "Service", name, port, namespace } = fieldsIn({ reference }, "reference");
  if (kind !== "Service" || typeof name !== "string") return undefined;
  return { name, port, ...(namespace !== undefined && { namespace }) };
}

/** Those fields that there are. */
export function said(fields: PlainObject): PlainObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
