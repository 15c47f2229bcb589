import type { Application } from "../../components/application/status";
import { OWN_CLUSTER } from "../../components/argocd/ownCluster";
import { IN_CLUSTER } from "../../components/cluster/spec";
import type { KubernetesObject } from "../../kube/object";
import { refOf, type ObjectRef } from "../../kube/ref";
import type { LiveObject } from "../../kube/live";

/** An object that an Application lists. */
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

/** Where an Application reads what it deploys, or the values of a chart. */
export interface Source {
  repoURL: string;
  path?: string;
  chart?: string;
  targetRevision?: string;
  /** Name by which another source has files of this one. */
  ref?: string;
  helm?: HelmSettings;
}

interface HelmSettings {
  valueFiles?: string[];
  values?: string;
  valuesObject?: object;
  parameters?: object[];
  fileParameters?: object[];
}

/** Where an Application deploys to: a cluster by one of address and name. */
export interface Destination {
  server?: string;
  name?: string;
  namespace?: string;
}

/** An Application on the cluster. */
export interface LiveApplication extends LiveObject {
  spec: {
    project: string;
    source?: Source;
    /** In place of `source`, where there are any. */
    sources?: Source[];
    destination?: Destination;
    syncPolicy?: { automated?: object; syncOptions?: string[] };
  };
  status?: Omit<NonNullable<Application["status"]>, "sync" | "resources"> & {
    sync?: { status?: string; revision?: string; comparedTo?: { source?: Source } };
    resources?: Tracked[];
  };
}

/** The objects that an Application lists: what it has on the cluster, and what Git describes. A file of Kustomize's has no name. */
export function listedBy({ status }: LiveApplication): KubernetesObject[] {
  return (status?.resources ?? []).filter(({ hook, name }) => !hook && name).map(objectOf);
}

function objectOf({ group, version, kind, namespace, name }: Tracked): KubernetesObject {
  const apiVersion = group ? `${group}/${version}` : version;
  return { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) } };
}

/** All that an Application reads. */
export function sourcesOf({ spec: { source, sources = [] } }: LiveApplication): Source[] {
  if (sources.length > 0) return sources;
  return source === undefined ? [] : [source];
}

/** Whether an Application deploys to the cluster that its Argo CD runs in. */
export function deploysHere({ spec: { destination: { server, name } = {} } }: LiveApplication): boolean {
  return server ? server === OWN_CLUSTER : !name || name === IN_CLUSTER;
}

/** Whether an Application deploys to a cluster that Argo CD knows, by its address or its name. */
export function isOn({ spec: { destination } }: LiveApplication, known: { server: string; name: string }): boolean {
  const { server, name } = destination ?? {};
  return server ? server.replace(/\/+$/, "") === known.server : name === known.name;
}

/** The Application as it syncs nothing. A running sync is terminated. */
export function paused(application: LiveApplication): LiveApplication {
  const { spec, status } = application;
  const { automated: _, ...syncPolicy } = spec.syncPolicy ?? {};
  const running = status?.operationState?.phase === "Running";
  return {
    ...application,
    spec: { ...spec, syncPolicy },
    ...(running && { status: { ...status, operationState: { ...status.operationState, phase: "Terminating" } } }),
  };
}

/** True for one that is. */
export function isPaused({ spec, status }: LiveApplication): boolean {
  return (
    spec.syncPolicy?.automated === undefined &&
    !["Running", "Terminating"].includes(status?.operationState?.phase ?? "")
  );
}

/** The Application as it syncs nothing and, should it be deleted, deletes nothing. */
export function released(application: LiveApplication): LiveApplication {
  return { ...paused(application), metadata: { ...application.metadata, finalizers: [] } };
}

/** True for one that is. */
export function isReleased(application: LiveApplication): boolean {
  return isPaused(application) && (application.metadata.finalizers ?? []).length === 0;
}

/**
 * The released Application with the desired source and destination, so that Argo CD compares without changing
 * anything. The whole spec is replaced: of the old one nothing may stay that Git does not say.
 *
 * @param kept fields of the old spec whose new values mean nothing to Argo CD yet
 */
export function pointedAt(
  application: LiveApplication,
  desired: KubernetesObject,
  kept: Partial<LiveApplication["spec"]>,
): LiveApplication {
  const { automated: _, ...syncPolicy } = (desired.spec as LiveApplication["spec"]).syncPolicy ?? {};
  return {
    ...released(application),
    spec: { ...(desired.spec as LiveApplication["spec"]), ...kept, syncPolicy },
  };
}

/** True when Argo CD has compared an Application with the source that it has now. */
export function isCompared({ spec, status }: LiveApplication): boolean {
  const compared = status?.sync?.comparedTo?.source;
  const fields = ["repoURL", "path", "chart", "targetRevision"] as const;
  return fields.every((field) => compared?.[field] === spec.source?.[field]);
}

/** What a sync that prunes would delete. Where nothing is pruned, Argo CD's mark says only that it is not in Git. */
export function prunes({ spec, status }: LiveApplication): ObjectRef[] {
  if (spec.syncPolicy?.syncOptions?.includes("Prune=false")) return [];
  const pruned = (status?.resources ?? []).filter(({ requiresPruning }) => requiresPruning);
  return pruned.map(objectOf).map(refOf);
}
