import type { KubeConfig, KubernetesObjectApi } from "@kubernetes/client-node";
import { clientFor, unlessMissing } from "../components/cluster/client";
import { apiServer } from "../components/cluster/kubeconfig";
import { UserError } from "../config/errors";
import { missingSecrets } from "../config/checks";
import type { Environment } from "../config/schema";
import type { LiveObject } from "./managedFields";
import type { ObjectRef } from "./objectRef";

/** Objects that are read at the same time. */
const AT_ONCE = 10;

/** The clusters of an environment. They are one where Argo CD runs beside what it deploys. */
export interface Clusters {
  /** The cluster that Argo CD runs in. */
  hub: KubeConfig;
  /** The cluster that the environment runs on. */
  target: KubeConfig;
  /** URL of the target's API server. */
  server: string;
}

/** Connects to the clusters by the kubeconfigs of the stack's configuration. */
export async function connect(environment: Environment): Promise<Clusters> {
  const { cluster, argocd } = environment;
  const missing = missingSecrets(environment).filter(({ path }) => path.endsWith("kubeconfig"));
  if (cluster.kubeconfig === undefined || missing.length > 0)
    throw new UserError(`The clusters of ${environment.name} can't be reached:`, missing);
  const kubeconfig = cluster.kubeconfig.reveal();
  const { server } = apiServer(kubeconfig, cluster.context, "cluster.kubeconfig");
  const target = await clientFor(kubeconfig, cluster.context);
  if (argocd.mode === "own" || argocd.kubeconfig === undefined) return { hub: target, target, server };
  return { hub: await clientFor(argocd.kubeconfig.reveal(), argocd.context), target, server };
}

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
