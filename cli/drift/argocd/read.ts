import { childApplications } from "../../../components/application/children";
import { appProjects } from "../../../components/application/projects";
import { rootApplication } from "../../../components/application/root";
import { ARGOCD_NAMESPACE } from "../../../components/argocd/install";
import { environmentFiles } from "../../../components/environment";
import { until } from "../../../core/until";
import type { Environment } from "../../../config/schema";
import type { Clusters } from "../../stack/clusters";
import type { Cluster } from "../../../kube/cluster";
import type { LiveObject } from "../../../kube/live";
import { refKey, type ObjectRef } from "../../../kube/ref";
import { isSettling, type LiveApplication } from "./application";
import type { ArgoCdFacts } from "./facts";
import { UNMANAGED_KINDS } from "./unmanaged";
import { deployedObjects } from "./objects";

/** Seconds that Argo CD is given to finish what it is doing, such as putting right what someone has changed. */
const SETTLE_SECONDS = 30;

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

/**
 * Reads what Argo CD says of an environment, and the objects that it deploys. Changes nothing.
 *
 * @param committed the environment as Git describes it
 */
export async function readArgoCd(
  environment: Environment,
  committed: Environment,
  { hub, target, server }: Clusters,
): Promise<ArgoCdFacts> {
  const root = rootApplication(environment, committed);
  const desiredApplications = [root, ...childApplications(environment)];
  const [applications, projects, inNamespace, besides] = await Promise.all([
    settledApplications(hub, new Set(desiredApplications.map(({ metadata }) => metadata.name))),
    inArgoCd<LiveObject>(hub, "AppProject"),
    objectsOf(SERVED, target, environment.namespace),
    objectsOf(UNMANAGED_KINDS, target, environment.namespace),
  ]);
  const refs = deployedObjects({ desiredApplications, applications }).map(({ ref }) => ref);
  const objects = await target.readAll(refs);
  return {
    stack: environment.name,
    environment,
    desiredApplications,
    desiredProjects: appProjects(environment),
    desiredObjects: environmentFiles(environment).flatMap(({ objects }) => objects),
    applications,
    projects,
    live: new Map(refs.flatMap((ref, index) => (objects[index] ? [[refKey(ref), objects[index]]] : []))),
    inNamespace,
    besides,
    server,
    managers: environment.drift.managers,
  };
}

/** The Applications, once Argo CD has finished what it is doing with ours: or as they are, after a while. */
async function settledApplications(hub: Cluster, ours: ReadonlySet<string>): Promise<LiveApplication[]> {
  let applications: LiveApplication[] = [];
  const settled = async () => {
    applications = await inArgoCd<LiveApplication>(hub, "Application");
    return !applications.some((each) => ours.has(each.metadata.name) && isSettling(each));
  };
  await until(settled, SETTLE_SECONDS * 1000, 1000);
  return applications;
}

function inArgoCd<T extends LiveObject>(hub: Cluster, kind: string): Promise<T[]> {
  return hub.list<T>({ apiVersion: "argoproj.io/v1alpha1", kind, namespace: ARGOCD_NAMESPACE });
}

async function objectsOf(
  kinds: readonly Pick<ObjectRef, "apiVersion" | "kind">[],
  target: Cluster,
  namespace: string,
): Promise<(ObjectRef & { live: LiveObject })[]> {
  const lists = await Promise.all(
    kinds.map(async (type) => {
      const objects = await target.list({ ...type, namespace });
      return objects.map((live) => ({ ...type, namespace, name: live.metadata.name, live }));
    }),
  );
  return lists.flat();
}
