import { publishedProject } from "../../components/application/children";
import { until } from "../../core/until";
import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/ref";
import type { LiveApplication } from "./application";
import { controllerApplication, refusesSelector, replacedController } from "./controller";
import { applicationRef, INTERVAL_MS } from "./liveApplication";
import type { Facts } from "./plan";

/**
 * Deletes the controller's Deployment, where its selector is another one, when the API server has refused the new one to Argo CD:
 * until then the old controller works. Argo CD then makes the new one, with which it goes on trying.
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
  const ref = applicationRef(controllerApplication(environment));
  const isRefused = async () => {
    const application = (await cluster.read(ref)) as LiveApplication | undefined;
    return application?.spec.project === publishedProject(environment) && refusesSelector(application);
  };
  // Where the cluster can't be reached, pulumi up says so.
  const refused = await until(
    async () => signal.aborted || (await isRefused().catch(() => false)),
    Infinity,
    INTERVAL_MS,
  );
  if (!refused || signal.aborted) return;
  const { uid } = replaced.metadata;
  await cluster.remove(refOf(replaced), uid === undefined ? {} : { uid });
}
