import { isDeepStrictEqual } from "node:util";
import { isPlainObject } from "../../core/merge";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import { foreignFields } from "../../kube/managedFields";
import type { KubernetesObject } from "../../kube/object";
import { refOf } from "../../kube/ref";
import { exactFields, openMaps } from "./owned";

/** The field manager of an object that was gone. What Pulumi's Kubernetes provider applies later takes its fields over. */
const MANAGER = "pulumi-kubernetes-restored";

/** Makes an object that Pulumi applies what is desired again: what was changed or removed, and what was added. */
export async function restore(cluster: Cluster, desired: KubernetesObject, managers: readonly string[]): Promise<void> {
  const live = await cluster.read(refOf(desired));
  await cluster.apply(desired, { manager: live ? managerOf(live) : MANAGER, force: true });
  await cluster.update(refOf(desired), (current) => withoutAdded(desired, current, managers), MANAGER);
}

/** By the name under which the provider applied it, so that the provider can remove a field later. */
function managerOf({ metadata: { managedFields = [] } }: LiveObject): string {
  const applied = managedFields.find(
    ({ manager, operation }) => operation === "Apply" && manager?.startsWith("pulumi-kubernetes"),
  );
  return applied?.manager ?? MANAGER;
}

/** The live object without what somebody added to it. The same object where nobody has. */
function withoutAdded(desired: KubernetesObject, live: LiveObject, managers: readonly string[]): LiveObject {
  const next = structuredClone(live);
  for (const field of exactFields(desired)) next[field] = desired[field];
  const foreign = foreignFields(live, managers);
  for (const map of openMaps(desired)) {
    const entries = entriesAt(next, map);
    const wanted = { ...entriesAt(desired, map), ...(map[0] === "data" && entriesAt(desired, ["stringData"])) };
    const added = foreign
      .filter(({ path }) => path.length === map.length + 1 && map.every((key, at) => key === path[at]))
      .map(({ path }) => path.at(-1) as string);
    for (const key of added) if (!Object.hasOwn(wanted, key)) delete entries[key];
  }
  return isDeepStrictEqual(next, live) ? live : next;
}

function entriesAt(object: unknown, path: readonly string[]): Record<string, unknown> {
  const at = path.reduce<unknown>((value, key) => (isPlainObject(value) ? value[key] : undefined), object);
  return isPlainObject(at) ? at : {};
}
