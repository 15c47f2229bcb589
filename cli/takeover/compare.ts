import { childApplications, configurationApplication } from "../../components/application/children";
import { rootName } from "../../components/application/root";
import { REFRESH } from "../../components/application/status";
import { UserError } from "../../core/errors";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import { ARGOCD_MANAGER } from "../../kube/managedFields";
import type { KubernetesObject } from "../../kube/object";
import { isCompared, pointedAt, type LiveApplication } from "./application";
import { applicationsOf } from "./applications";
import { compareErrors } from "./compareErrors";
import { controllerApplication, replacedController } from "./controller";
import type { Facts } from "./facts";
import { applicationRef, readApplication, succeeds } from "./liveApplication";
import { specToCompare } from "./projects";

const COMPARE_OPTIONS = "argocd.argoproj.io/compare-options";

/**
 * Has Argo CD compare the new tree with the cluster, without syncing: it alone knows what is in the charts.
 *
 * @returns the commit that it read of the environment's repository, if it had deployed anything of it
 * @throws UserError that names each object that a sync would delete
 */
export async function compare(hub: Cluster, facts: Facts): Promise<string | undefined> {
  const { environment } = facts;
  const isRoot = ({ kind, metadata }: KubernetesObject) =>
    kind === "Application" && metadata.name === rootName(environment);
  // The root as Pulumi will have it: it may patch the addresses in its children, as this does.
  const desired = [...facts.owned.filter(isRoot), ...childApplications(environment)];
  const there = new Set(applicationsOf(facts).before.map(({ metadata }) => metadata.name));
  const compared = await hub.each(
    desired.filter(({ metadata }) => there.has(metadata.name)),
    (application) => compareOne(hub, withReplaced(application, facts), facts),
  );
  const errors = compared.flatMap((application) => compareErrors(application, facts));
  if (errors.length > 0) {
    throw new UserError("Nothing was deleted, and the Applications stay as they are now, syncing nothing:", errors);
  }
  const configs = compared.find(({ metadata }) => metadata.name === configurationApplication(environment));
  return configs?.status?.sync?.revision;
}

async function compareOne(hub: Cluster, desired: KubernetesObject, facts: Facts): Promise<LiveApplication> {
  const { name } = desired.metadata;
  const ref = applicationRef(facts.environment, name);
  const refreshed = (now: LiveObject) => {
    const before = now as LiveApplication;
    const { metadata, ...rest } = pointedAt(before, desired, specToCompare(before, desired, facts));
    const options = desired.metadata.annotations?.[COMPARE_OPTIONS];
    const annotations = {
      ...metadata.annotations,
      ...(options !== undefined && { [COMPARE_OPTIONS]: options }),
      [REFRESH]: "hard",
    };
    return { ...rest, metadata: { ...metadata, annotations } };
  };
  await hub.update(ref, refreshed, ARGOCD_MANAGER);
  let application = await readApplication(hub, ref);
  await succeeds(
    `Argo CD compares ${name} with the new tree`,
    async () => {
      application = await readApplication(hub, ref);
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
