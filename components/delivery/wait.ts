import type { CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";
import { objectStatus, reports, type Reporting } from "../../kube/conditions";
import { unlessMissing } from "../../kube/client";
import { resourceOf } from "../../kube/kinds";
import { groupOf, objectLabel, type KubernetesObject } from "../../kube/object";
import { unreadable, untilAll, type Health, type WaitOptions } from "../../kube/waiting";
import { healthOf, type Part } from "../serving/parts";

/**
 * Waits until objects that were applied work: the controller has accepted each, and Gateways and workloads serve. Those of
 * kinds that tell nothing of themselves are taken for good.
 *
 * @param serving looks at Gateways and workloads
 * @throws UserError that says of each object that does not work which condition says so, or which pod and why
 */
export async function untilWorking(
  client: KubeConfig,
  namespace: string,
  objects: readonly KubernetesObject[],
  serving: () => Promise<readonly Part[]>,
  options: WaitOptions,
): Promise<void> {
  const { CustomObjectsApi: Api } = await import("@kubernetes/client-node");
  const api = client.makeApiClient(Api);
  const kinds = byKind(objects.filter(tells));
  await untilAll(
    {
      what: "objects",
      poll: async () => {
        const told = kinds.map((each) => lookAt(api, namespace, each));
        return (await Promise.all([...told, serves(serving)])).flat();
      },
      broken: () => "something that the environment needs has not been able to start, or the cluster could not be read",
      reportedBy: "the cluster says",
    },
    options,
  );
}

async function serves(look: () => Promise<readonly Part[]>): Promise<Health[]> {
  try {
    return (await look()).map(healthOf);
  } catch (error) {
    return [unreadable("what serves in the cluster", error)];
  }
}

function tells(object: KubernetesObject): boolean {
  return reports(groupOf(object), object.kind);
}

function byKind(objects: readonly KubernetesObject[]): KubernetesObject[][] {
  const kinds = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const kind = `${object.apiVersion}/${object.kind}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), object]);
  }
  return [...kinds.values()];
}

/** Looks at the objects of one kind, all at once: a request for each would be hundreds, again and again. */
async function lookAt(
  api: CustomObjectsApi,
  namespace: string,
  objects: readonly KubernetesObject[],
): Promise<Health[]> {
  const request = { ...resourceOf(objects[0] as KubernetesObject), namespace };
  try {
    const list = (await unlessMissing(() => api.listNamespacedCustomObject(request))) as
      { items: Reporting[] } | undefined;
    const live = new Map(list?.items.map((item) => [item.metadata.name, item]));
    return objects.map((object) => verdict(object, live.get(object.metadata.name)));
  } catch (error) {
    return objects.map((object) => unreadable(objectLabel(object), error));
  }
}

/** Judges an object that was applied; one that is not there is not deployed. */
export function verdict(object: KubernetesObject, live: Reporting | undefined): Health {
  const name = objectLabel(object);
  if (live === undefined) return { name, deployed: false, broken: false, state: "is not there" };
  const { ok, detail } = objectStatus(groupOf(object), object.kind, live);
  return { name, deployed: ok, broken: false, state: detail };
}
