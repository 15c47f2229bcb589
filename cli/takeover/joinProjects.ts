import { childApplications } from "../../components/application/children";
import { ARGOCD_NAMESPACE } from "../../components/argocd/namespace";
import { until } from "../../core/until";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import { ARGOCD_MANAGER } from "../../kube/managedFields";
import type { LiveApplication } from "./application";
import { ARGOPROJ } from "./facts";
import { applicationRef, INTERVAL_MS } from "./liveApplication";
import { applicationsOf, type Facts } from "./plan";

/**
 * Puts the component Applications into their new projects once Pulumi has made these, without syncing: their old one is closed by
 * then. The new root gets to them one wave after the other, which takes longer than Argo CD may be unable to compare them.
 *
 * @param signal ends the waiting
 */
export async function joinProjects(cluster: Cluster, facts: Facts, signal: AbortSignal): Promise<void> {
  const { before } = applicationsOf(facts);
  let open = childApplications(facts.environment)
    .filter(({ metadata }) => before.some((application) => application.metadata.name === metadata.name))
    .map(({ metadata, spec }) => ({ name: metadata.name, project: (spec as LiveApplication["spec"]).project }));
  await until(
    async () => {
      const joined = await cluster.each(open, (each) => join(cluster, each).catch(() => false));
      open = open.filter((_, index) => !joined[index]);
      return open.length === 0 || signal.aborted;
    },
    Infinity,
    INTERVAL_MS,
  );
}

async function join(cluster: Cluster, { name, project }: { name: string; project: string }): Promise<boolean> {
  const namespace = ARGOCD_NAMESPACE;
  const found = await cluster.read({ apiVersion: ARGOPROJ, kind: "AppProject", namespace, name: project });
  if (found === undefined) return false;
  await cluster.update(applicationRef(name), (now) => inProject(now as LiveApplication, project), ARGOCD_MANAGER);
  return true;
}

function inProject(application: LiveApplication, project: string): LiveObject {
  return application.spec.project === project
    ? application
    : { ...application, spec: { ...application.spec, project } };
}
