import type { KubernetesObject } from "../kube/object";
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

/** The listeners that speak no TLS. */
export function plainListeners(objects: readonly KubernetesObject[]): PlainListener[] {
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
    .filter(({ protocol }) => PLAIN.includes(protocol));
}
