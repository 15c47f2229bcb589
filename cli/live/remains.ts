import { markOf, TRACKING_ID } from "../../components/argocd/tracking";
import { UserError } from "../../core/errors";
import { until } from "../../core/until";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import { refOf, showRef } from "../../kube/ref";
import type { Deployed } from "../drift/argocd/objects";

/** Seconds until what is deleted must be gone. */
const LIMIT = 60;

/**
 * Deletes what Argo CD has left when its Applications are gone. CRDs stay, as Argo CD leaves them, and so does what an Application
 * of another name has taken over.
 *
 * @param deployed what the Applications deployed
 * @param argocdNamespace that of their Argo CD
 * @param log called where something has been left
 * @throws UserError where it is not gone in time
 */
export async function removeRemains(
  cluster: Cluster,
  deployed: readonly Deployed[],
  argocdNamespace: string,
  log: (message: string) => void,
): Promise<void> {
  const tracked = deployed.filter(({ ref }) => ref.kind !== "CustomResourceDefinition");
  const readLeft = async () => {
    const live = await cluster.readAll(tracked.map(({ ref }) => ref));
    return live.filter((object, index): object is LiveObject =>
      isLeft(object, tracked[index] as Deployed, argocdNamespace),
    );
  };
  let left = await readLeft();
  if (left.length === 0) return;
  log(`Argo CD has left what is deleted now: ${named(left)}`);
  await Promise.all(left.map((object) => cluster.remove(refOf(object), { uid: object.metadata.uid as string })));
  const gone = async () => (left = await readLeft()).length === 0;
  if (await until(gone, LIMIT * 1000, 500)) return;
  throw new UserError("What Argo CD has left can't be deleted. Try again when nothing is in the way any more:", [
    { path: named(left), problem: `is not gone after ${LIMIT} s`, remedy: "See its finalizers, and who handles them." },
  ]);
}

function isLeft(
  object: LiveObject | undefined,
  { application }: Deployed,
  argocdNamespace: string,
): object is LiveObject {
  const mark = markOf(application.metadata, argocdNamespace);
  return object?.metadata.annotations?.[TRACKING_ID]?.startsWith(`${mark}:`) ?? false;
}

function named(objects: readonly LiveObject[]): string {
  return objects.map((object) => showRef(refOf(object))).join(", ");
}
