import { CONTROLLER_NAMESPACE } from "../../components/controller/namespace";
import type { KubernetesObject } from "../../kube/object";
import { UserError } from "../../core/errors";
import { refKey, refOf, showRef } from "../../kube/ref";
import { replacedController } from "./controller";
import { clusterWith, type Clusters, type Facts } from "./facts";

/** What the controller makes of a Gateway is in no Application. */
const GENERATED = [
  ["apps/v1", "Deployment"],
  ["v1", "Service"],
] as const;

/** An object, and the identity that it keeps for as long as nobody deletes it. */
interface Identity {
  object: KubernetesObject;
  uid: string;
}

/** The identities of all that taking over concerns. */
export async function identities({ target }: Clusters, facts: Facts): Promise<Identity[]> {
  const namespaces = [...new Set([facts.environment.namespace, CONTROLLER_NAMESPACE])];
  const generated = await Promise.all(
    namespaces.flatMap((namespace) =>
      GENERATED.map(([apiVersion, kind]) => target.list({ apiVersion, kind, namespace })),
    ),
  );
  const replaced = replacedController(facts.environment, facts.live);
  const all = [...facts.live.values(), ...generated.flat()].map((object) => [refKey(refOf(object)), object] as const);
  return [...new Map(all).values()]
    .filter(({ metadata }) => metadata.uid !== replaced?.metadata.uid)
    .map(({ apiVersion, kind, metadata: { name, namespace, uid } }) => ({
      object: { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) } },
      uid: uid ?? "",
    }));
}

/**
 * Checks that all of them are there still, and none is another one of the same name.
 *
 * @returns how many there are
 */
export async function assertSame(clusters: Clusters, facts: Facts, before: readonly Identity[]): Promise<number> {
  const now = await clusters.target.each(before, ({ object }) => {
    const ref = refOf(object);
    return clusterWith(ref, clusters, facts).read(ref);
  });
  const errors = before.flatMap(({ object, uid }, index) => {
    const current = now[index];
    if (current?.metadata.uid === uid) return [];
    const problem = current === undefined ? "is gone" : "was deleted and recreated";
    return [{ path: showRef(refOf(object)), problem }];
  });
  if (errors.length > 0)
    throw new UserError("Not everything is what it was before, against all that was planned:", errors);
  return before.length;
}
