import type { KubeConfig, KubernetesObjectApi } from "@kubernetes/client-node";
import pLimit from "p-limit";
import { unlessMissing } from "../../kube/client";
import type { LiveObject } from "../../kube/live";
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
  const limit = pLimit(AT_ONCE);
  return Promise.all(refs.map((ref) => limit(() => readObject(api, ref))));
}

async function readObject(api: KubernetesObjectApi, ref: ObjectRef): Promise<LiveObject | undefined> {
  const { apiVersion, kind, name, namespace } = ref;
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  return unlessMissing(async () => plain(await api.read({ apiVersion, kind, metadata })));
}

/** Lists the objects of a kind in a namespace, none where the kind is not there. */
export async function listObjects(
  cluster: KubeConfig,
  { apiVersion, kind, namespace }: Omit<ObjectRef, "name">,
): Promise<LiveObject[]> {
  const { KubernetesObjectApi: Api } = await import("@kubernetes/client-node");
  const api = Api.makeApiClient(cluster);
  const list = await unlessMissing(() => api.list(apiVersion, kind, namespace));
  // Items of a list do not say what they are.
  return (list?.items ?? []).map((item) => plain({ ...item, apiVersion, kind }));
}

/** The client makes dates and instances of classes of what it knows; here it is looked at as it came. */
function plain(object: unknown): LiveObject {
  return JSON.parse(JSON.stringify(object)) as LiveObject;
}
