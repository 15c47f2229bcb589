import { childApplications, nameIn } from "../../components/application/children";
import { rootName } from "../../components/application/root";
import { REFRESH } from "../../components/application/status";
import { ARGOCD_NAMESPACE } from "../../components/argocd/namespace";
import type { KubernetesObject } from "../../kube/object";
import { UserError, type ValidationError } from "../../core/errors";
import { until } from "../../core/until";
import { ARGOCD_MANAGER } from "../../kube/managedFields";
import { refKey, refOf, showRef } from "../../kube/ref";
import { isCompared, isReleased, pointedAt, prunes, released, type LiveApplication } from "./application";
import type { Cluster } from "../../kube/cluster";
import { ARGOPROJ } from "./facts";
import type { LiveObject } from "../../kube/live";
import { withoutTracking } from "./objects";
import { appliedByServer, claimed } from "./ownership";
import { applicationsOf, keptByArgoCd, secondRepositories, type Facts } from "./plan";

/** In whose name this command changes what is not Argo CD's. */
const FIELD_MANAGER = "kubectl-takeover";
/** Seconds until Argo CD must have ended a sync, or compared. */
const LIMIT_SECONDS = 120;
const INTERVAL_MS = 500;
const REPOSITORY_LABEL = "argocd.argoproj.io/secret-type";

/** Applications of the environment stop: they sync nothing and, should anyone delete them, nothing goes with them. */
export async function release(cluster: Cluster, facts: Facts): Promise<void> {
  // The root first: it would put its children right.
  const { before } = applicationsOf(facts);
  const root = rootName(facts.environment);
  const ordered = [...before].sort((a, b) => Number(b.metadata.name === root) - Number(a.metadata.name === root));
  for (const { metadata } of ordered) {
    await succeeds(`${metadata.name} ends its sync`, async () => {
      const application = await readApplication(cluster, metadata.name);
      if (isReleased(application)) return true;
      await cluster.update(refOf(application), (now) => released(now as LiveApplication), ARGOCD_MANAGER);
      return false;
    });
  }
}

/** Argo CD forgets what it will not find in the new tree, so that it prunes none of it. */
export async function untrack(cluster: Cluster, objects: readonly LiveObject[], facts: Facts): Promise<void> {
  const names = applicationsOf(facts).before.map(({ metadata }) => metadata.name);
  await cluster.each(objects, (object) =>
    cluster.update(refOf(object), (now) => withoutTracking(now, names), FIELD_MANAGER),
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
    (application) => compareOne(cluster, application),
  );
  const errors = compared.flatMap(errorsOf);
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
    return { ...rest, metadata: { ...metadata, annotations: { ...metadata.annotations, [REFRESH]: "hard" } } };
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

function errorsOf(application: LiveApplication): ValidationError[] {
  const path = `Application ${application.metadata.name}`;
  const errors = (application.status?.conditions ?? []).filter(({ type }) => type.endsWith("Error"));
  return [
    ...errors.map(({ message }) => ({ path, problem: `Argo CD can't compare it: ${message}` })),
    ...prunes(application).map((object) => ({
      path,
      problem: `would delete ${showRef(object)}, which is not in the new tree`,
      remedy: "Bring it into the tree, or delete it yourself.",
    })),
  ];
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

async function readApplication(cluster: Cluster, name: string): Promise<LiveApplication> {
  const application = await cluster.read({
    apiVersion: ARGOPROJ,
    kind: "Application",
    namespace: ARGOCD_NAMESPACE,
    name,
  });
  if (application === undefined) throw new UserError(`Application ${name} is gone, which this did not do.`);
  return application as LiveApplication;
}

async function succeeds(what: string, done: () => Promise<boolean>, why: () => string = () => ""): Promise<void> {
  if (await until(done, LIMIT_SECONDS * 1000, INTERVAL_MS)) return;
  throw new UserError(`Waited ${LIMIT_SECONDS} s in vain until ${what}. ${why()}`.trim());
}
