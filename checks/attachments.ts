import type { KubernetesObject } from "../kube/object";
import type { PlainObject } from "../core/merge";
import { itemsIn, matchesLabels, textIn, valueIn } from "./fields";

/** The path of a request to a rule of a route. */
export interface AttachmentPath {
  gateway: KubernetesObject;
  /** What on it a policy can be attached to, the nearest to the rule first. */
  attachments: readonly Attachment[];
}

/** An object, or a part of it: a listener of a Gateway, a rule of a route. */
interface Attachment {
  object: KubernetesObject;
  section?: string;
}

/** What has listeners, by its name and kind. */
const LISTENING = ["Gateway", "ListenerSet"];

/** Which routes are attached to which listeners, and which policies to them. Indexed once, for any number of routes. */
export class Attachments {
  readonly #listening = new Map<string, KubernetesObject[]>();
  readonly #targeted = new Map<string, KubernetesObject[]>();
  readonly #selecting: KubernetesObject[] = [];

  constructor(objects: readonly KubernetesObject[]) {
    for (const object of objects) {
      if (LISTENING.includes(object.kind)) add(this.#listening, `${object.kind} ${object.metadata.name}`, object);
      if (object.kind !== "AgentgatewayPolicy") continue;
      if (itemsIn(object, "spec", "targetSelectors").length > 0) this.#selecting.push(object);
      for (const { kind, name, sectionName } of itemsIn(object, "spec", "targetRefs"))
        add(this.#targeted, keyOf(kind, name, sectionName), object);
    }
  }

  /** The paths to a rule of a route: one for each listener that the route is attached to. */
  paths(route: KubernetesObject, ruleName: string | undefined): AttachmentPath[] {
    const near: Attachment[] = [
      ...(ruleName === undefined ? [] : [{ object: route, section: ruleName }]),
      { object: route },
    ];
    return itemsIn(route, "spec", "parentRefs").flatMap((parent) =>
      this.#named(textIn(parent, "kind") ?? "Gateway", parent).flatMap((object) =>
        itemsIn(object, "spec", "listeners")
          .filter(({ name }) => parent.sectionName === undefined || name === parent.sectionName)
          .filter(({ port }) => parent.port === undefined || port === parent.port)
          .flatMap(({ name }) =>
            this.gatewaysOf(object).map((gateway) => ({
              gateway,
              attachments: [
                ...near,
                { object, section: String(name) },
                ...(object === gateway ? [] : [{ object }]),
                { object: gateway },
              ],
            })),
          ),
      ),
    );
  }

  /** The Gateways whose listeners those of an object are: itself, or the one to which a ListenerSet adds its own. */
  gatewaysOf(listening: KubernetesObject): readonly KubernetesObject[] {
    if (listening.kind === "Gateway") return [listening];
    return this.#named("Gateway", valueIn(listening, "spec", "parentRef"));
  }

  /** The policies that decide about a field of `traffic` for requests on a path: of several, the nearest to the rule. */
  effectivePolicies(path: AttachmentPath, field: string): readonly KubernetesObject[] {
    for (const attachment of path.attachments) {
      const deciding = this.#attachedTo(attachment).filter(
        (policy) => valueIn(policy, "spec", "traffic", field) !== undefined,
      );
      if (deciding.length > 0) return deciding;
    }
    return [];
  }

  #named(kind: string, reference: unknown): readonly KubernetesObject[] {
    return this.#listening.get(`${kind} ${textIn(reference, "name") ?? ""}`) ?? [];
  }

  #attachedTo({ object, section }: Attachment): KubernetesObject[] {
    const isSelector = ({ kind, sectionName, matchLabels }: PlainObject) =>
      kind === object.kind && sectionName === section && matchesLabels(matchLabels, object.metadata.labels);
    const selecting = this.#selecting.filter((policy) => itemsIn(policy, "spec", "targetSelectors").some(isSelector));
    return [...(this.#targeted.get(keyOf(object.kind, object.metadata.name, section)) ?? []), ...selecting];
  }
}

function keyOf(kind: unknown, name: unknown, section: unknown): string {
  return JSON.stringify([kind, name, section]);
}

function add(map: Map<string, KubernetesObject[]>, key: string, object: KubernetesObject): void {
  const known = map.get(key);
  if (known) known.push(object);
  else map.set(key, [object]);
}
