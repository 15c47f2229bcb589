import { namespaceOfApplications } from "../../components/argocd/namespace";
import { reachedByArgoCd } from "../../components/cluster/fromArgoCd";
import { registrationOf } from "../../components/cluster/registration";
import type { Environment } from "../../config/schema";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import type { KubernetesObject } from "../../kube/object";
import { refKey, refOf } from "../../kube/ref";
import { secretValue } from "../../kube/secretData";
import { listedBy, type LiveApplication } from "./application";
import { applicationsOf } from "./applications";
import { controllerDeployment } from "./controller";
import { clusterWith, installsArgoCd, type Clusters, type Facts } from "./facts";
import { namespacesOf } from "./formerNamespaces";
import { APPLICATION } from "./liveApplication";
import type { Planned } from "./pulumi";
import { settingsOf } from "./tracking";

const TYPE = "argocd.argoproj.io/secret-type";

/** Looks at the clusters: which desired objects are live, and what else concerns them. */
export async function gatherFacts(
  clusters: Clusters & { server: string },
  environment: Environment,
  planned: Planned,
  delivered: readonly KubernetesObject[],
): Promise<Facts> {
  const { hub, target } = clusters;
  const { namespace } = environment.argocd;
  const desired = [...planned.owned, ...delivered];
  const applications = await hub.list<LiveApplication>({
    ...APPLICATION,
    namespace: namespaceOfApplications(environment.argocd),
  });
  const { before } = applicationsOf({ environment, applications });
  const refs = [
    ...[...desired, ...before.flatMap(listedBy)].map(refOf),
    ...namespacesOf(before, environment),
    controllerDeployment(environment),
  ];
  const existing = await hub.each(refs, (ref) => clusterWith(ref, clusters, planned).read(ref));
  const settings = await hub.read(settingsOf(environment));
  const secrets = await target.list({ apiVersion: "v1", kind: "Secret", namespace: environment.namespace });
  const live = new Map(
    [...existing, settings, ...applications, ...secrets]
      .filter((object) => object !== undefined)
      .map((object) => [refKey(refOf(object)), object] as const),
  );
  const ofArgoCd = await hub.list({ apiVersion: "v1", kind: "Secret", namespace }, TYPE);
  const labelled = (type: string) => ofArgoCd.filter(({ metadata }) => metadata.labels?.[TYPE] === type);
  return {
    ...planned,
    ofHub: new Set([...planned.ofHub, refKey(settingsOf(environment))]),
    environment,
    server: reachedByArgoCd({ server: clusters.server }, environment.cluster.argocd).server,
    delivered,
    live,
    rejected: await rejections(clusters, planned, desired, live),
    applications,
    registrations: labelled("cluster").map(registrationOf),
    repositories: installsArgoCd(environment) ? labelled("repository").map(repositoryOf) : [],
    workloads: installsArgoCd(environment) ? await workloads(hub, namespace) : [],
  };
}

/** Only a live object can conflict with a desired one; and the values of Secrets are not known here. */
async function rejections(
  clusters: Clusters,
  planned: Planned,
  desired: readonly KubernetesObject[],
  live: ReadonlyMap<string, LiveObject>,
): Promise<Map<string, string>> {
  const tried = desired.flatMap((object) => {
    const there = live.get(refKey(refOf(object)));
    return there === undefined || object.kind === "Secret" ? [] : [{ object, there }];
  });
  const reasons = await clusters.target.each(tried, ({ object, there }) =>
    clusterWith(refOf(object), clusters, planned).rejection(there, object),
  );
  return new Map(
    tried.flatMap(({ object }, index) => {
      const reason = reasons[index];
      return reason === undefined ? [] : [[refKey(refOf(object)), reason] as const];
    }),
  );
}

function repositoryOf({ metadata, data }: LiveObject): Facts["repositories"][number] {
  return { name: metadata.name, url: secretValue(data as Record<string, string> | undefined, "url") };
}

async function workloads(hub: Cluster, namespace: string): Promise<LiveObject[]> {
  const kinds = ["Deployment", "StatefulSet"];
  const lists = await Promise.all(kinds.map((kind) => hub.list({ apiVersion: "apps/v1", kind, namespace })));
  return lists.flat();
}
