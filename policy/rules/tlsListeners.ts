import { plainListeners } from "../../checks/plainListeners";
import { rule } from "../rule";

export const tlsListeners = rule({
  name: "tls-listeners",
  description: "Each listener of a gateway speaks TLS.",
  scope: "object",
  options: {},
  check: (objects) =>
    plainListeners(objects).map(({ object, index, name, protocol, port }) => ({
      object,
      field: `spec.listeners[${index}].protocol`,
      problem: `is ${protocol}, so what clients send to port ${port} can be read`,
      remedy: "Give the listener protocol HTTPS and a certificate.",
      subject: `${object.metadata.name}/${name}`,
    })),
});
