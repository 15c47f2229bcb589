import { childApplications, nameIn } from "../../components/application/children";
import { rootName } from "../../components/application/root";
import { REFRESH } from "../../components/application/status";
import { ARGOCD_NAMESPACE } from "../../components/argocd/namespace";
import type { KubernetesObject } from "../../kube/object";
import { UserError } from "../../core/errors";
import { until } from "../../core/until";
import { ARGOCD_MANAGER } from "../../kube/managedFields";
import { refKey, refOf } from "../../kube/ref";
import { isCompared, pointedAt, type LiveApplication } from "./application";
import { compareErrors } from "./compareErrors";
import { controllerApplication, replacedController } from "./controller";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import { INTERVAL_MS, readApplication, succeeds } from "./liveApplication";
import { withoutTracking } from "./objects";
import { appliedByServer, claimed } from "./ownership";
import { applicationsOf, keptByArgoCd, secondRepositories, type Facts } from "./plan";
import { trackingLabel } from "./tracking";

/** In whose name this command changes what is not Argo CD's. */
const FIELD_MANAGER = "kubectl-takeover";
const COMPARE_OPTIONS = "argocd.argoproj.io/compare-options";
const REPOSITORY_LABEL = "argocd.argoproj.io/secret-type";

/** Argo CD forgets what it will not find in the new tree, so that it prunes none of it. */
export async function untrack(cluster: Cluster, objects: readonly LiveObject[], facts: Facts): Promise<void> {
  const names = applicationsOf(facts).before.map(({ metadata }) => metadata.name);
  const label = trackingLabel(facts.live);
  await cluster.each(objects, (object) =>
    cluster.update(refOf(object), (now) => withoutTracking(now, names, label), FIELD_MANAGER),
  );
}

/** Argo CD owns what it applied, and no longer shares it with its former self, which applied it in another way. */
export async function handOver(cluster: Cluster, facts: Facts): Promise<void> {
  await cluster.each(keptByArgoCd(facts), (object) =>
    cluster.update(refOf(object), (now) => withManagedFields(now, appliedByServer), FIELD_MANAGER),
  );
}

/** Pulumi owns what it sets, and no longer shares it with whoever applied it before. */
export async function claim(cluster: Cluster, facts: Facts): Promise<void> {
  const adopted = facts.owned.filter((object) => facts.live.has(refKey(refOf(object))));
  await cluster.each(adopted, (object) =>
    cluster.update(refOf(object), (now) => withManagedFields(now, claimed), FIELD_MANAGER),
  );
}

function withManagedFields(
  object: LiveObject,
  change: (fields: NonNullable<LiveObject["metadata"]["managedFields"]>) => LiveObject["metadata"]["managedFields"],
): LiveObject {
  const { managedFields = [] } = object.metadata;
  const changed = change(managedFields);
  return changed === managedFields ? object : { ...object, metadata: { ...object.metadata, managedFields: changed } };
}

/** Of two Secrets for one repository Argo CD reads any: it sees only those with the label. */
export async function retireRepositories(cluster: Cluster, facts: Facts): Promise<void> {
  for (const name of secondRepositories(facts)) {
    const labels = { [REPOSITORY_LABEL]: null } as unknown as Record<string, string>;
    const metadata = { name, namespace: ARGOCD_NAMESPACE, labels };
    await cluster.merge({ apiVersion: "v1", kind: "Secret", metadata }, FIELD_MANAGER);
  }
}

/**
 * Has Argo CD compare the new tree with the cluster, without syncing: it alone knows what is in the charts.
 *
 * @returns the commit that it read of the environment's repository
 * @throws UserError that names each object that a sync would delete
 */
export async function compare(cluster: Cluster, facts: Facts): Promise<string | undefined> {
  const isRoot = ({ kind, metadata }: KubernetesObject) =>
    kind === "Application" && metadata.name === rootName(facts.environment);
  // The root as Pulumi will have it: it may patch the addresses in its children, as this does.
  const desired = [...facts.owned.filter(isRoot), ...childApplications(facts.environment)];
  const there = new Set(applicationsOf(facts).before.map(({ metadata }) => metadata.name));
  const compared = await cluster.each(
    desired.filter(({ metadata }) => there.has(metadata.name)),
    (application) => compareOne(cluster, withReplaced(application, facts)),
  );
  const errors = compared.flatMap((application) => compareErrors(application, facts));
  if (errors.length > 0) {
    throw new UserError("Nothing was deleted, and the Applications stay as they are now, syncing nothing:", errors);
  }
  const configs = compared.find(({ metadata }) => metadata.name === nameIn(facts.environment, "agentgateway-configs"));
  return configs?.status?.sync?.revision;
}

async function compareOne(cluster: Cluster, desired: KubernetesObject): Promise<LiveApplication> {
  const { name } = desired.metadata;
  let application = await readApplication(cluster, name);
  const refreshed = (now: LiveObject) => {
    const { metadata, ...rest } = pointedAt(now as LiveApplication, desired);
    const options = desired.metadata.annotations?.[COMPARE_OPTIONS];
    const annotations = {
      ...metadata.annotations,
      ...(options !== undefined && { [COMPARE_OPTIONS]: options }),
      [REFRESH]: "hard",
    };
    return { ...rest, metadata: { ...metadata, annotations } };
  };
  await cluster.update(refOf(application), refreshed, ARGOCD_MANAGER);
  await succeeds(
    `Argo CD compares ${name} with the new tree`,
    async () => {
      application = await readApplication(cluster, name);
      return application.metadata.annotations?.[REFRESH] === undefined && isCompared(application);
    },
    () => (application.status?.conditions ?? []).map(({ message }) => message).join("; "),
  );
  return application;
}

/** To compare by a dry run is refused where the selector differs, so Argo CD compares by itself. */
function withReplaced(application: KubernetesObject, { environment, live }: Facts): KubernetesObject {
  const isMeant = application.metadata.name === controllerApplication(environment);
  if (!isMeant || replacedController(environment, live) === undefined) return application;
  const annotations = { ...application.metadata.annotations, [COMPARE_OPTIONS]: "ServerSideDiff=false" };
  return { ...application, metadata: { ...application.metadata, annotations } };
}

/** Argo CD's pods read the password of their Redis when they start, so all of them restart when it has changed. */
export async function restartOnNewPassword(cluster: Cluster, signal: AbortSignal): Promise<void> {
  const secret = { apiVersion: "v1", kind: "Secret", namespace: ARGOCD_NAMESPACE, name: "argocd-redis" };
  const before = await cluster.read(secret);
  if (before === undefined) return;
  const password = ({ data }: LiveObject) => (data as { auth?: string } | undefined)?.auth;
  let changed = false;
  // What was set right before the end is looked at still.
  await until(
    async () => {
      const isLast = signal.aborted;
      const now = await cluster.read(secret).catch(() => undefined);
      changed = now !== undefined && password(now) !== password(before);
      return changed || isLast;
    },
    Infinity,
    INTERVAL_MS,
  );
  if (!changed) return;
  const restartedAt = { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() };
  for (const kind of ["Deployment", "StatefulSet"]) {
    for (const { apiVersion, metadata } of await cluster.list({
      apiVersion: "apps/v1",
      kind,
      namespace: ARGOCD_NAMESPACE,
    })) {
      const { name, namespace } = metadata;
      const spec = { template: { metadata: { annotations: restartedAt } } };
      await cluster.merge(
        { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) }, spec },
        FIELD_MANAGER,
      );
    }
  }
}
