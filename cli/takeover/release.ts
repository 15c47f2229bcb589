import type { Cluster } from "../../kube/cluster";
import { ARGOCD_MANAGER } from "../../kube/managedFields";
import { refOf } from "../../kube/ref";
import { isPaused, isReleased, listedBy, paused, released, type LiveApplication } from "./application";
import { readApplication, succeeds } from "./liveApplication";
import { applicationsOf } from "./applications";
import type { Facts } from "./facts";

/**
 * Applications of the environment stop: they sync nothing and, should anyone delete them, nothing goes with them. Those of others
 * that read the branch only stop.
 */
export async function release(hub: Cluster, facts: Facts): Promise<void> {
  const { before, readers } = applicationsOf(facts);
  const stops = [
    ...before.map((application) => ({ application, isStopped: isReleased, stopped: released })),
    ...readers.map((application) => ({ application, isStopped: isPaused, stopped: paused })),
  ].sort((a, b) => Number(makesOthers(b.application)) - Number(makesOthers(a.application)));
  // Twice, because of two that make each other.
  for (const { application, isStopped, stopped } of [...stops, ...stops])
    await stop(hub, application, isStopped, stopped);
}

/** One that makes others would put them right, so it comes first. */
function makesOthers(application: LiveApplication): boolean {
  return listedBy(application).some(({ kind }) => kind === "Application");
}

async function stop(
  hub: Cluster,
  there: LiveApplication,
  isStopped: (application: LiveApplication) => boolean,
  stopped: (application: LiveApplication) => LiveApplication,
): Promise<void> {
  await succeeds(`${there.metadata.name} ends its sync`, async () => {
    const application = await readApplication(hub, refOf(there));
    if (isStopped(application)) return true;
    await hub.update(refOf(application), (now) => stopped(now as LiveApplication), ARGOCD_MANAGER);
    return false;
  });
}
