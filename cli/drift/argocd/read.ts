import { until } from "../../../core/until";
import { applicationNamespace, argocdNamespace } from "../../../components/argocd/namespace";
import type { Scope } from "../../../components/live/scope";
import { groupOf } from "../../../kube/apiGroup";
import type { Cluster } from "../../../kube/cluster";
import type { LiveObject } from "../../../kube/live";
import { refKey, type ObjectRef } from "../../../kube/ref";
import { ifForbidden } from "../../../kube/request";
import { isSettling, type LiveApplication } from "./application";
import type { Listed, LiveInArgoCd } from "./facts";
import { UNMANAGED_KINDS } from "./unmanaged";
import { deployedObjects, type Deployed } from "./objects";

/** Kinds by which an object in the namespace becomes part of what the gateway serves. */
const SERVED: Pick<ObjectRef, "apiVersion" | "kind">[] = [
  ...["Gateway", "HTTPRoute", "GRPCRoute", "ReferenceGrant"].map((kind) => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind,
  })),
  ...["AgentgatewayBackend", "AgentgatewayPolicy", "AgentgatewayParameters"].map((kind) => ({
    apiVersion: "agentgateway.dev/v1alpha1",
    kind,
  })),
];

/** How to read. */
export interface Reading {
  /** Names of the environment's Applications. */
  applications: readonly string[];
  /** Seconds that Argo CD is given to finish what it is doing, such as putting right what someone has changed. */
  settleSeconds: number;
  /** Which of the objects that an Application deploys are read. Default: all. */
  reads?: (deployed: Deployed) => boolean;
}

/** Reads what Argo CD says of an environment, and the objects that it deploys. Changes nothing. */
export async function readArgoCd(
  scope: Pick<Scope, "namespace" | "kinds" | "argocdNamespace" | "applicationNamespace">,
  { applications: names, settleSeconds, reads = () => true }: Reading,
  { hub, target }: { hub: Cluster; target: Cluster },
): Promise<LiveInArgoCd> {
  const { namespace, kinds = [] } = scope;
  const argocd = { cluster: hub, namespace: argocdNamespace(scope) };
  const place = { cluster: hub, namespace: applicationNamespace(scope) };
  const [settled, others, projects, inNamespace, besides] = await Promise.all([
    settledApplications(place, new Set(names), settleSeconds),
    // Whoever has a namespace for Applications may not be allowed to see those in Argo CD's own.
    place.namespace === argocd.namespace
      ? []
      : inArgoCd<LiveApplication>(argocd, "Application").catch(ifForbidden<LiveApplication[]>([])),
    inArgoCd<LiveObject>(argocd, "AppProject"),
    objectsOf(SERVED, target, namespace),
    allowedKinds(kinds, target).then((allowed) => objectsOf([...UNMANAGED_KINDS, ...allowed], target, namespace)),
  ]);
  // One of a name of ours is ours only in our namespace.
  const applications = [...settled, ...others.filter(({ metadata }) => !names.includes(metadata.name))];
  const live = new Map([...inNamespace, ...besides].map((listed) => [refKey(listed), listed.live]));
  const refs = deployedObjects(names, applications)
    .filter((deployed) => !live.has(refKey(deployed.ref)) && reads(deployed))
    .map(({ ref }) => ref);
  const objects = await target.readAll(refs);
  refs.forEach((ref, index) => {
    const object = objects[index];
    if (object !== undefined) live.set(refKey(ref), object);
  });
  return { applications, projects, live, inNamespace, besides };
}

/** The kinds that a stack allows, by the version that the cluster prefers: none that are read anyway, or that it does not serve. */
async function allowedKinds(
  kinds: NonNullable<Scope["kinds"]>,
  target: Cluster,
): Promise<Pick<ObjectRef, "apiVersion" | "kind">[]> {
  const read = (group: string, kind: string) =>
    UNMANAGED_KINDS.some((known) => known.kind === kind && groupOf(known) === group);
  const others = kinds.filter(({ group, kind }) => !read(group, kind));
  const found = await Promise.all(
    others.map(async ({ group, kind }) => ({ apiVersion: await target.preferredVersion(group), kind })),
  );
  return found.flatMap(({ apiVersion, kind }) => (apiVersion === undefined ? [] : [{ apiVersion, kind }]));
}

/** The Applications, once Argo CD has finished what it is doing with ours: or as they are, after a while. */
async function settledApplications(
  argocd: InArgoCd,
  ours: ReadonlySet<string>,
  seconds: number,
): Promise<LiveApplication[]> {
  let applications: LiveApplication[] = [];
  const settled = async () => {
    applications = await inArgoCd<LiveApplication>(argocd, "Application");
    return !applications.some((each) => ours.has(each.metadata.name) && isSettling(each));
  };
  await until(settled, seconds * 1000, 1000);
  return applications;
}

/** A namespace that an Argo CD reads, and the cluster that it is in. */
interface InArgoCd {
  cluster: Cluster;
  namespace: string;
}

function inArgoCd<T extends LiveObject>({ cluster, namespace }: InArgoCd, kind: string): Promise<T[]> {
  return cluster.list<T>({ apiVersion: "argoproj.io/v1alpha1", kind, namespace });
}

async function objectsOf(
  kinds: readonly Pick<ObjectRef, "apiVersion" | "kind">[],
  target: Cluster,
  namespace: string,
): Promise<Listed[]> {
  const lists = await Promise.all(
    kinds.map(async (type) => {
      const objects = await target.list({ ...type, namespace });
      return objects.map((live) => ({ ...type, namespace, name: live.metadata.name, live }));
    }),
  );
  return lists.flat();
}
