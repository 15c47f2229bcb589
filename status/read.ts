import type { CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";
import { applicationsPath } from "../components/application/children";
import { ARGOCD_NAMESPACE } from "../components/argocd/install";
import { unlessMissing } from "../components/cluster/client";
import type { Environment } from "../config/schema";
import {
  application,
  conditioned,
  httpRoute,
  type Application,
  type HttpRoute,
  type ObjectStatus,
  type WithConditions,
} from "./conditions";

const ARGOCD = { group: "argoproj.io", version: "v1alpha1", namespace: ARGOCD_NAMESPACE };

/**
 * What the clusters say about an environment: nothing here is assumed, and what is missing is told too.
 *
 * @param hub the cluster that Argo CD runs in
 * @param target the cluster that the environment runs on
 */
export async function readEnvironment(
  { name, namespace }: Pick<Environment, "name" | "namespace">,
  hub: KubeConfig,
  target: KubeConfig,
): Promise<ObjectStatus[]> {
  const { CustomObjectsApi: Api } = await import("@kubernetes/client-node");
  const [inHub, inTarget] = [hub.makeApiClient(Api), target.makeApiClient(Api)];
  const list = <T>(group: string, version: string, plural: string) =>
    listIn<T>(inTarget, { group, version, namespace, plural });
  const [applications, gateways, routes, backends] = await Promise.all([
    listIn<Application>(inHub, { ...ARGOCD, plural: "applications" }),
    list<WithConditions>("gateway.networking.k8s.io", "v1", "gateways"),
    list<HttpRoute>("gateway.networking.k8s.io", "v1", "httproutes"),
    list<WithConditions>("agentgateway.dev", "v1alpha1", "agentgatewaybackends"),
  ]);
  return [
    ...environmentApplications(name, applications),
    ...atLeastOne(
      "Gateway",
      gateways.map((gateway) => conditioned("Gateway", gateway, ["Accepted", "Programmed"])),
    ),
    ...atLeastOne("HTTPRoute", routes.map(httpRoute)),
    ...atLeastOne(
      "AgentgatewayBackend",
      backends.map((backend) => conditioned("AgentgatewayBackend", backend, ["Accepted"])),
    ),
  ];
}

/** The root Application of an environment, known by the folder that it delivers, and those that it has made. */
export function environmentApplications(environment: string, all: readonly Application[]): ObjectStatus[] {
  const path = applicationsPath(environment);
  const root = all.find(({ spec }) => spec.source?.path === path);
  if (root === undefined) return [{ kind: "Application", name: `(of ${path})`, ok: false, detail: "there is none" }];
  const children = (root.status?.resources ?? []).filter(({ kind }) => kind === "Application");
  const statuses = children.map(({ name }) => {
    const child = all.find(({ metadata }) => metadata.name === name);
    return child
      ? application(child)
      : { kind: "Application", name, ok: false, detail: `${root.metadata.name} has not made it` };
  });
  return [application(root), ...atLeastOne("Application", statuses)];
}

function atLeastOne(kind: string, statuses: ObjectStatus[]): ObjectStatus[] {
  return statuses.length > 0 ? statuses : [{ kind, name: "(none)", ok: false, detail: "there is none" }];
}

interface Kind {
  group: string;
  version: string;
  namespace: string;
  plural: string;
}

/** The objects of a kind; none where its CRD is not there. The client's types say nothing of custom objects. */
async function listIn<T>(api: CustomObjectsApi, kind: Kind): Promise<T[]> {
  const list = (await unlessMissing(() => api.listNamespacedCustomObject(kind))) as { items: T[] } | undefined;
  return list?.items ?? [];
}
