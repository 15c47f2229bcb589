import { publishedProject } from "../../components/application/children";
import { until } from "../../core/until";
import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/ref";
import type { LiveApplication } from "./application";
import { controllerApplication, replacedController } from "./controller";
import { applicationRef, INTERVAL_MS } from "./liveApplication";
import type { Facts } from "./plan";

/**
 * Deletes the controller's Deployment, where its selector is another one, once the new root has made its Application sync:
 * until then the old controller works, and from then on Argo CD makes the new one. It would not report that the API server
 * refuses the selector: it compares by a dry run, and the second time takes the failed one for no difference.
 *
 * @param signal ends the waiting
 */
export async function replaceController(
  cluster: Cluster,
  { environment, live }: Facts,
  signal: AbortSignal,
): Promise<void> {
  const replaced = replacedController(environment, live);
  if (replaced === undefined) return;
  const syncs = async () => {
    const application = await cluster.read(applicationRef(controllerApplication(environment)));
    const { project, syncPolicy } = (application as LiveApplication | undefined)?.spec ?? {};
    return project === publishedProject(environment) && syncPolicy?.automated !== undefined;
  };
  // What was set right before the end is looked at still. Where the cluster can't be reached, pulumi up says so.
  let isSyncing = false;
  await until(
    async () => {
      const isLast = signal.aborted;
      isSyncing = await syncs().catch(() => false);
      return isSyncing || isLast;
    },
    Infinity,
    INTERVAL_MS,
  );
  if (!isSyncing) return;
  const { uid } = replaced.metadata;
  await cluster.remove(refOf(replaced), uid === undefined ? {} : { uid });
}
