import { publishedProject } from "../../components/application/children";
import { refOf } from "../../kube/ref";
import type { LiveApplication } from "./application";
import { controllerApplication, replacedController } from "./controller";
import type { Clusters, Facts } from "./facts";
import { applicationRef } from "./liveApplication";
import { meanwhile } from "./meanwhile";

/**
 * Deletes the controller's Deployment, where its selector is another one, once the new root has made its Application sync:
 * until then the old controller works, and from then on Argo CD makes the new one. It would not report that the API server
 * refuses the selector: it compares by a dry run, and the second time takes the failed one for no difference.
 *
 * @param ended aborts when `pulumi up` has ended
 */
export async function replaceController(
  { hub, target }: Clusters,
  { environment, live }: Facts,
  ended: AbortSignal,
): Promise<void> {
  const replaced = replacedController(environment, live);
  if (replaced === undefined) return;
  const ref = applicationRef(environment, controllerApplication(environment));
  const isSyncing = await meanwhile(ended, async () => {
    const { project, syncPolicy } = ((await hub.read(ref)) as LiveApplication | undefined)?.spec ?? {};
    return project === publishedProject(environment) && syncPolicy?.automated !== undefined;
  });
  if (!isSyncing) return;
  const { uid } = replaced.metadata;
  await target.remove(refOf(replaced), uid === undefined ? {} : { uid });
}
