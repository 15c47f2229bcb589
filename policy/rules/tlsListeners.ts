import { itemsIn } from "../../checks/fields";
import { rule } from "../rule";

/** Protocols that encrypt nothing. */
const OPEN = ["HTTP", "TCP", "UDP"];

export const tlsListeners = rule({
  name: "tls-listeners",
  description: "Each listener of a gateway speaks TLS.",
  scope: "object",
  options: {},
  check: (objects) =>
    objects
      .filter(({ kind }) => kind === "Gateway" || kind === "ListenerSet")
      .flatMap((object) =>
        itemsIn(object, "spec", "listeners").flatMap(({ name, protocol, port }, index) =>
          OPEN.includes(String(protocol))
            ? [
                {
                  object,
                  field: `spec.listeners[${index}].protocol`,
                  problem: `is ${String(protocol)}, so what clients send to port ${String(port)} can be read`,
                  remedy: "Give the listener protocol HTTPS and a certificate.",
                  subject: `${object.metadata.name}/${String(name)}`,
                },
              ]
            : [],
        ),
      ),
});
