import type { KubernetesObject } from "../kube/object";
import { Attachments } from "./attachments";
import { itemsIn } from "./fields";

/** Protocols that encrypt nothing. */
const PLAIN = ["HTTP", "TCP", "UDP"];

/** A listener on which requests can be read on their way. */
export interface PlainListener {
  /** The Gateway or ListenerSet that has it. */
  object: KubernetesObject;
  /** Its position there. */
  index: number;
  name: string;
  protocol: string;
  port: string;
}

/** The listeners that speak no TLS, but for those that only redirect. */
export function plainListeners(objects: readonly KubernetesObject[]): PlainListener[] {
  const onlyRedirects = redirectingListeners(objects);
  return objects
    .filter(({ kind }) => kind === "Gateway" || kind === "ListenerSet")
    .flatMap((object) =>
      itemsIn(object, "spec", "listeners").map(({ name, protocol, port }, index) => ({
        object,
        index,
        name: String(name),
        protocol: String(protocol),
        port: String(port),
      })),
    )
    .filter(({ protocol }) => PLAIN.includes(protocol))
    .filter(({ object, name }) => !onlyRedirects(object, name));
}

/** Tells the listeners that have routes, of which none leads anywhere. */
function redirectingListeners(
  objects: readonly KubernetesObject[],
): (object: KubernetesObject, name: string) => boolean {
  const attachments = new Attachments(objects);
  const serving = new Map<string, boolean>();
  const keyOf = (object: KubernetesObject, name: string) => `${object.kind} ${object.metadata.name} ${name}`;
  for (const route of objects.filter(({ kind }) => kind.endsWith("Route"))) {
    const leads = itemsIn(route, "spec", "rules").some((rule) => itemsIn(rule, "backendRefs").length > 0);
    for (const path of attachments.paths(route, undefined)) {
      for (const { object, section } of path.attachments) {
        if (object === route || section === undefined) continue;
        const key = keyOf(object, section);
        serving.set(key, leads || (serving.get(key) ?? false));
      }
    }
  }
  return (object, name) => serving.get(keyOf(object, name)) === false;
}
