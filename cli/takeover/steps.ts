import { markOf } from "../../components/argocd/tracking";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import type { KubernetesObject } from "../../kube/object";
import { refOf } from "../../kube/ref";
import { applicationsOf } from "./applications";
import { clusterWith, type Clusters, type Facts } from "./facts";
import { keptByArgoCd, untracked } from "./marked";
import { withoutTracking } from "./objects";
import { appliedByServer, claimed } from "./ownership";
import { secondRepositories } from "./repositories";
import { trackingLabel } from "./tracking";

/** Label by which Argo CD sees a Secret. */
export const SECRET_TYPE = "argocd.argoproj.io/secret-type";

/** In whose name this command changes what is not Argo CD's. */
export const FIELD_MANAGER = "kubectl-takeover";

/** Argo CD forgets what it will not find in the new tree, so that it prunes none of it. */
export async function untrack(clusters: Clusters, facts: Facts): Promise<void> {
  const { namespace } = facts.environment.argocd;
  const marks = applicationsOf(facts).before.map(({ metadata }) => markOf(metadata, namespace));
  const label = trackingLabel(facts.environment, facts.live);
  await clusters.target.each(untracked(facts), (object) =>
    clusterWith(refOf(object), clusters, facts).update(
      refOf(object),
      (now) => withoutTracking(now, marks, label),
      FIELD_MANAGER,
    ),
  );
}

/** Argo CD owns what it applied, and no longer shares it with its former self, which applied it in another way. */
export function handOver(clusters: Clusters, facts: Facts): Promise<void> {
  return changeManagedFields(clusters, facts, keptByArgoCd(facts), appliedByServer);
}

/** Pulumi owns what it sets, and no longer shares it with whoever applied it before. */
export function claim(clusters: Clusters, facts: Facts): Promise<void> {
  return changeManagedFields(clusters, facts, facts.owned, claimed);
}

type ManagedFields = LiveObject["metadata"]["managedFields"];

async function changeManagedFields(
  clusters: Clusters,
  facts: Facts,
  objects: readonly KubernetesObject[],
  change: (fields: NonNullable<ManagedFields>) => ManagedFields,
): Promise<void> {
  const changed = (object: LiveObject): LiveObject => {
    const { managedFields = [] } = object.metadata;
    const next = change(managedFields);
    return next === managedFields ? object : { ...object, metadata: { ...object.metadata, managedFields: next } };
  };
  await clusters.target.each(objects, (object) =>
    clusterWith(refOf(object), clusters, facts).update(refOf(object), changed, FIELD_MANAGER),
  );
}

/** Of two Secrets for one repository Argo CD reads any: it sees only those with the label. */
export async function retireRepositories(hub: Cluster, facts: Facts): Promise<void> {
  for (const name of secondRepositories(facts)) await retire(hub, facts, name);
}

/** Has Argo CD no longer see a Secret of its namespace. */
export async function retire(hub: Cluster, { environment: { argocd } }: Facts, name: string): Promise<void> {
  const labels = { [SECRET_TYPE]: null } as unknown as Record<string, string>;
  const metadata = { name, namespace: argocd.namespace, labels };
  await hub.merge({ apiVersion: "v1", kind: "Secret", metadata }, FIELD_MANAGER);
}
