import { z } from "zod";
import { objectName, port } from "../kube/schemas";

/** A Service in the namespace of the environment. It is checked to be there, and to have the port. */
export const serviceRef = z.strictObject({
  /** Name of the Service. */
  name: objectName,
  /** Port of the Service. */
  port,
});

/** A Service that may be in another namespace, where nobody can check that it is there. */
export const anyServiceRef = serviceRef.extend({
  /** Namespace of the Service. Default: the environment's own. */
  namespace: objectName.optional(),
});

export type ServiceRef = z.output<typeof anyServiceRef>;

/** A Service as objects refer to it. Group and kind are defaults, yet Argo CD reports them as drift inside lists. */
export function serviceBackendRef({ name, port, namespace }: ServiceRef): object {
  return { group: "", kind: "Service", name, namespace, port };
}
