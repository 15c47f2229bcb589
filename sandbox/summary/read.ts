import type { CustomObjectsApi } from "@kubernetes/client-node";
import { kubeconfig, type ClusterAccess } from "../cluster/kubeconfig";
import {
  application,
  conditioned,
  httpRoute,
  type Application,
  type Finding,
  type HttpRoute,
  type WithConditions,
} from "./conditions";

const ARGOCD = { group: "argoproj.io", version: "v1alpha1", namespace: "argocd" };

/** What the clusters say about an environment: nothing here is assumed, and what is missing is a finding too. */
export async function readEnvironment(
  environment: string,
  hub: ClusterAccess,
  target: ClusterAccess,
): Promise<Finding[]> {
  const [inHub, inTarget] = await Promise.all([client(hub), client(target)]);
  const applications = items<Application>(
    await inHub.listNamespacedCustomObject({ ...ARGOCD, plural: "applications" }),
  );
  const [gateways, routes, backends] = await Promise.all([
    list<WithConditions>(inTarget, "gateway.networking.k8s.io", "v1", "gateways"),
    list<HttpRoute>(inTarget, "gateway.networking.k8s.io", "v1", "httproutes"),
    list<WithConditions>(inTarget, "agentgateway.dev", "v1alpha1", "agentgatewaybackends"),
  ]);
  return [
    ...environmentApplications(environment, applications),
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
export function environmentApplications(environment: string, all: readonly Application[]): Finding[] {
  const path = `app-of-apps/${environment}`;
  const root = all.find(({ spec }) => spec.source?.path === path);
  if (root === undefined) return [{ kind: "Application", name: `(of ${path})`, ok: false, detail: "there is none" }];
  const children = (root.status?.resources ?? []).filter(({ kind }) => kind === "Application");
  const findings = children.map(({ name }) => {
    const child = all.find(({ metadata }) => metadata.name === name);
    return child
      ? application(child)
      : { kind: "Application", name, ok: false, detail: `${root.metadata.name} has not made it` };
  });
  return [application(root), ...atLeastOne("Application", findings)];
}

function atLeastOne(kind: string, findings: Finding[]): Finding[] {
  return findings.length > 0 ? findings : [{ kind, name: "(none)", ok: false, detail: "there is none" }];
}

async function list<T>(api: CustomObjectsApi, group: string, version: string, plural: string): Promise<T[]> {
  try {
    return items<T>(await api.listCustomObjectForAllNamespaces({ group, version, resourcePlural: plural }));
  } catch (error) {
    if ((error as { code?: number }).code === 404) return []; // Its CRD is not there.
    throw error;
  }
}

/** The client's types say nothing of custom objects. */
function items<T>(list: unknown): T[] {
  return (list as { items: T[] }).items;
}

async function client(access: ClusterAccess): Promise<CustomObjectsApi> {
  const { CustomObjectsApi: Api, KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromString(kubeconfig([access]));
  return config.makeApiClient(Api);
}
