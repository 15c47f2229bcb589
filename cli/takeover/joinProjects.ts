import { isDeepStrictEqual } from "node:util";
import { childApplications } from "../../components/application/children";
import { registersCluster } from "../../components/cluster/controlPlane";
import { clusterSecretName } from "../../components/cluster/secret";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import { ARGOCD_MANAGER } from "../../kube/managedFields";
import type { LiveApplication } from "./application";
import { applicationsOf } from "./applications";
import type { Facts } from "./facts";
import { APPLICATION, applicationRef } from "./liveApplication";
import { meanwhile } from "./meanwhile";
import { secondRegistrations } from "./registrations";
import { retire } from "./steps";

type Place = Pick<LiveApplication["spec"], "project" | "destination">;

/**
 * Puts the component Applications into their new projects, and on the cluster by its new name, once Pulumi has made these, without
 * syncing: the old ones are closed by then. The new root gets to them one wave after the other, which takes longer than Argo CD may
 * be unable to compare them. The Secret by which Argo CD knew the cluster before goes with that.
 *
 * @param ended aborts when `pulumi up` has ended
 */
export async function joinProjects(hub: Cluster, facts: Facts, ended: AbortSignal): Promise<void> {
  const { environment } = facts;
  const { before } = applicationsOf(facts);
  let open = childApplications(environment).filter(({ metadata }) =>
    before.some((application) => application.metadata.name === metadata.name),
  );
  await meanwhile(ended, async () => {
    if (!(await isRegistered(hub, facts))) return false;
    const joined = await hub.each(open, ({ metadata, spec }) =>
      join(hub, facts, metadata.name, spec as LiveApplication["spec"]).catch(() => false),
    );
    open = open.filter((_, index) => !joined[index]);
    if (open.length > 0) return false;
    for (const { secret } of secondRegistrations(facts)) await retire(hub, facts, secret);
    return true;
  });
}

/** Whether Argo CD knows the cluster by the Secret that Pulumi makes, where it makes one. */
async function isRegistered(hub: Cluster, { environment: { cluster, argocd } }: Facts): Promise<boolean> {
  if (!registersCluster({ cluster })) return true;
  const { namespace } = argocd;
  const name = clusterSecretName(cluster.name);
  return (await hub.read({ apiVersion: "v1", kind: "Secret", namespace, name })) !== undefined;
}

async function join(hub: Cluster, { environment }: Facts, name: string, desired: Place): Promise<boolean> {
  const { namespace } = environment.argocd;
  const found = await hub.read({ ...APPLICATION, kind: "AppProject", namespace, name: desired.project });
  if (found === undefined) return false;
  const ref = applicationRef(environment, name);
  await hub.update(ref, (now) => placed(now as LiveApplication, desired), ARGOCD_MANAGER);
  return true;
}

function placed(application: LiveApplication, { project, destination }: Place): LiveObject {
  const { spec } = application;
  const isPlaced = spec.project === project && isDeepStrictEqual(spec.destination, destination);
  return isPlaced ? application : { ...application, spec: { ...spec, project, ...(destination && { destination }) } };
}
