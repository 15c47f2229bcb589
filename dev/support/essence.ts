/** An object as a cluster has it. */
export interface ClusterObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: unknown[];
  };
  spec?: Record<string, unknown>;
  [field: string]: unknown;
}

/** Annotations by which Argo CD and Kubernetes' own controllers keep their books. */
const BOOKKEEPING = ["argocd.argoproj.io/tracking-id", "deployment.kubernetes.io/revision"];
/** Fields of a Service that each cluster fills as it likes. */
const ASSIGNED = ["clusterIP", "clusterIPs"];

/** What was requested of objects, by kind and name: without their states, and without those that controllers have made. */
export function essence(objects: readonly ClusterObject[]): Record<string, object> {
  const requested = objects.filter(({ metadata }) => metadata.ownerReferences === undefined);
  return Object.fromEntries(
    requested.map(({ metadata, spec, status: _, ...object }) => [
      `${object.kind} ${metadata.name}`,
      {
        ...object,
        metadata: {
          labels: metadata.labels ?? {},
          annotations: without(metadata.annotations ?? {}, BOOKKEEPING),
        },
        spec: spec && without(spec, ASSIGNED),
      },
    ]),
  );
}

function without<T>(fields: Record<string, T>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
