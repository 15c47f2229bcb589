import type { Application } from "../../components/application/status";
import type { KubernetesObject } from "../../kube/object";
import { refOf, type ObjectRef } from "../../kube/ref";
import type { LiveObject } from "../../kube/live";

/** An object that an Application has on the cluster. */
export interface Tracked {
  group?: string;
  version: string;
  kind: string;
  namespace?: string;
  name: string;
  /** It is on the cluster and not in Git: a sync that prunes deletes it. */
  requiresPruning?: boolean;
  hook?: boolean;
}

interface Source {
  repoURL: string;
  path?: string;
  chart?: string;
  targetRevision?: string;
}

/** An Application on the cluster. */
export interface LiveApplication extends LiveObject {
  spec: {
    project: string;
    source?: Source;
    destination?: object;
    syncPolicy?: { automated?: object };
  };
  status?: Omit<NonNullable<Application["status"]>, "sync" | "resources"> & {
    sync?: { status?: string; revision?: string; comparedTo?: { source?: Source } };
    resources?: Tracked[];
  };
}

/** The objects that an Application tracks. */
export function trackedBy({ status }: LiveApplication): KubernetesObject[] {
  return (status?.resources ?? []).filter(({ hook }) => !hook).map(objectOf);
}

function objectOf({ group, version, kind, namespace, name }: Tracked): KubernetesObject {
  const apiVersion = group ? `${group}/${version}` : version;
  return { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) } };
}

/** The Application as it syncs nothing and, should it be deleted, deletes nothing. A running sync is terminated. */
export function released(application: LiveApplication): LiveApplication {
  const { metadata, spec, status } = application;
  const { automated: _, ...syncPolicy } = spec.syncPolicy ?? {};
  const running = status?.operationState?.phase === "Running";
  return {
    ...application,
    metadata: { ...metadata, finalizers: [] },
    spec: { ...spec, syncPolicy },
    ...(running && { status: { ...status, operationState: { ...status.operationState, phase: "Terminating" } } }),
  };
}

/** True for one that is. */
export function isReleased({ metadata, spec, status }: LiveApplication): boolean {
  return (
    (metadata.finalizers ?? []).length === 0 &&
    spec.syncPolicy?.automated === undefined &&
    !["Running", "Terminating"].includes(status?.operationState?.phase ?? "")
  );
}

/**
 * The released Application with the desired source and destination, so that Argo CD compares without changing
 * anything. The whole spec is replaced: of the old one nothing may stay that Git does not say. The project is the old
 * one, because the new one is not there yet.
 */
export function pointedAt(application: LiveApplication, desired: KubernetesObject): LiveApplication {
  const { automated: _, ...syncPolicy } = (desired.spec as LiveApplication["spec"]).syncPolicy ?? {};
  return {
    ...released(application),
    metadata: { ...application.metadata, finalizers: [] },
    spec: { ...(desired.spec as LiveApplication["spec"]), project: application.spec.project, syncPolicy },
  };
}

/** True when Argo CD has compared an Application with the source that it has now. */
export function isCompared({ spec, status }: LiveApplication): boolean {
  const compared = status?.sync?.comparedTo?.source;
  const fields = ["repoURL", "path", "chart", "targetRevision"] as const;
  return fields.every((field) => compared?.[field] === spec.source?.[field]);
}

/** What a sync that prunes would delete. */
export function prunes({ status }: LiveApplication): ObjectRef[] {
  const pruned = (status?.resources ?? []).filter(({ requiresPruning }) => requiresPruning);
  return pruned.map(objectOf).map(refOf);
}
