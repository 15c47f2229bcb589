import type { ApplicationSettings } from "../../components/application/children";
import { ARGOCD_NAMESPACE } from "../../components/argocd/namespace";
import type { KubernetesObject } from "../../kube/object";
import { refKey, refOf } from "../../kube/ref";
import { listedBy, type LiveApplication } from "./application";
import { controllerDeployment } from "./controller";
import { namespacesOf } from "./formerNamespaces";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import { applicationsOf, type Facts } from "./plan";
import type { Planned } from "./pulumi";

export const ARGOPROJ = "argoproj.io/v1alpha1";

/** Looks at the cluster: which desired objects are live, and what else concerns them. */
export async function gatherFacts(
  cluster: Cluster,
  environment: ApplicationSettings,
  planned: Planned,
  delivered: readonly KubernetesObject[],
): Promise<Facts> {
  const desired = [...planned.owned, ...delivered];
  const applications = await cluster.list<LiveApplication>({
    apiVersion: ARGOPROJ,
    kind: "Application",
    namespace: ARGOCD_NAMESPACE,
  });
  const { before } = applicationsOf({ environment, applications });
  const existing = await cluster.readAll([
    ...[...desired, ...before.flatMap(listedBy)].map(refOf),
    ...namespacesOf(before, environment),
    controllerDeployment(environment),
  ]);
  const secrets = await cluster.list({ apiVersion: "v1", kind: "Secret", namespace: environment.namespace });
  const live = new Map(
    [...existing, ...applications, ...secrets]
      .filter((object) => object !== undefined)
      .map((object) => [refKey(refOf(object)), object] as const),
  );
  const workloads = await Promise.all(
    ["Deployment", "StatefulSet"].map((kind) =>
      cluster.list({ apiVersion: "apps/v1", kind, namespace: ARGOCD_NAMESPACE }),
    ),
  );
  return {
    ...planned,
    environment,
    delivered,
    live,
    rejected: await rejections(cluster, desired, live),
    applications,
    repositories: await repositories(cluster),
    workloads: workloads.flat(),
  };
}

/** Only a live object can conflict with a desired one; and the values of Secrets are not known here. */
async function rejections(
  cluster: Cluster,
  desired: readonly KubernetesObject[],
  live: ReadonlyMap<string, LiveObject>,
): Promise<Map<string, string>> {
  const tried = desired.flatMap((object) => {
    const there = live.get(refKey(refOf(object)));
    return there === undefined || object.kind === "Secret" ? [] : [{ object, there }];
  });
  const reasons = await cluster.each(tried, ({ object, there }) => cluster.rejection(there, object));
  return new Map(
    tried.flatMap(({ object }, index) => {
      const reason = reasons[index];
      return reason === undefined ? [] : [[refKey(refOf(object)), reason] as const];
    }),
  );
}

async function repositories(cluster: Cluster): Promise<Facts["repositories"]> {
  const secrets = await cluster.list({ apiVersion: "v1", kind: "Secret", namespace: ARGOCD_NAMESPACE });
  return secrets
    .filter(({ metadata }) => metadata.labels?.["argocd.argoproj.io/secret-type"] === "repository")
    .map((secret) => {
      const { url = "" } = (secret.data ?? {}) as { url?: string };
      return { name: secret.metadata.name, url: Buffer.from(url, "base64").toString() };
    });
}
