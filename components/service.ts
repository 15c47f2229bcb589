import { z } from "zod";
import { objectName, port } from "../kube/schemas";

/** A Service. In the namespace of the environment it is checked to be there, and to have the port. */
export const serviceRef = z.strictObject({
  /** Name of the Service. */
  name: objectName,
  /** Port of the Service. */
  port,
  /** Namespace of the Service, where nobody checks that it is there. Default: the environment's own. */
  namespace: objectName.optional(),
});

export type ServiceRef = z.output<typeof serviceRef>;

/** The host name of a Service of another namespace, for fields that refer to no Service there. */
export function hostInNamespace({ name, namespace }: ServiceRef & { namespace: string }): string {
  return `${name}.${namespace}.svc.cluster.local`;
}

/** Whether a Service is of another namespace than what refers to it. */
export function isElsewhere(service: ServiceRef | undefined): service is ServiceRef & { namespace: string } {
  return service?.namespace !== undefined;
}

/** A Service as objects refer to it. Group and kind are defaults, yet Argo CD reports them as drift inside lists. */
export function serviceBackendRef({ name, port, namespace }: ServiceRef): object {
  return { group: "", kind: "Service", name, namespace, port };
}
