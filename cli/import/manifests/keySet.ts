import { textIn, valueIn } from "../../../checks/fields";
import type { PlainObject } from "../../../core/merge";
import { fieldsIn, serviceRefOf, type Objects } from "./objects";

/** The keys of an issuer, as the configuration names where they are. */
export function keySetOf(jwks: unknown, objects: Objects): PlainObject {
  const inline = valueIn(jwks, "inline");
  if (inline !== undefined) return { inline };
  const { backendRef, jwksPath, cacheDuration } = fieldsIn({ jwks }, "jwks", "remote");
  const fetched = { path: `/${String(jwksPath)}`, ...(cacheDuration !== undefined && { cacheDuration }) };
  const service = serviceRefOf(backendRef);
  if (service !== undefined) return { service, ...fetched };
  const { host, port } = fieldsIn(objects.named("AgentgatewayBackend", textIn(backendRef, "name")), "spec", "static");
  return { host, port, ...fetched };
}
