import type { KubeConfig, KubernetesObjectApi } from "@kubernetes/client-node";
import { unlessMissing } from "../../kube/client";
import type { LiveObject } from "../../kube/managedFields";
import type { ObjectRef } from "../../kube/ref";

/** Objects that are read at the same time. */
const AT_ONCE = 10;

/** Reads objects of a cluster, each undefined where it is not there (or its kind is not). */
export async function readObjects(
  cluster: KubeConfig,
  refs: readonly ObjectRef[],
): Promise<(LiveObject | undefined)[]> {
  const { KubernetesObjectApi: Api } = await import("@kubernetes/client-node");
  const api = Api.makeApiClient(cluster);
  const objects: (LiveObject | undefined)[] = [];
  const open = refs.entries();
  const reader = async () => {
    for (const [index, ref] of open) objects[index] = await readObject(api, ref);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return objects;
}

async function readObject(api: KubernetesObjectApi, ref: ObjectRef): Promise<LiveObject | undefined> {
  const { apiVersion, kind, name, namespace } = ref;
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  return ifKnown(async () => plain(await api.read({ apiVersion, kind, metadata })));
}

/** Lists the objects of a kind in a namespace, none where the kind is not there. */
export async function listObjects(
  cluster: KubeConfig,
  { apiVersion, kind, namespace }: Omit<ObjectRef, "name">,
): Promise<LiveObject[]> {
  const { KubernetesObjectApi: Api } = await import("@kubernetes/client-node");
  const api = Api.makeApiClient(cluster);
  const list = await ifKnown(() => api.list(apiVersion, kind, namespace));
  return (list?.items ?? []).map(plain);
}

/** The client makes dates and instances of classes of what it knows; here it is looked at as it came. */
function plain(object: unknown): LiveObject {
  return JSON.parse(JSON.stringify(object)) as LiveObject;
}

/** The answer to a question about an object that may not be there, or whose kind may not. */
async function ifKnown<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await unlessMissing(call);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("Unrecognized API version and kind")) return undefined;
    throw error;
  }
}
