import { accessOf } from "./clusterAt";
import pLimit from "p-limit";
import { Discovery } from "./discovery";
import { ARGOCD_MANAGER } from "./managedFields";
import type { KubernetesObject } from "./object";
import { ApiConnection, withTimeout, messageIn, type Answer } from "./request";

/** Seconds until the API server must have answered everything. */
const SECONDS = 15;
const AT_ONCE = 8;

/** What the server answered to each object; nothing for those of a kind that it doesn't serve. */
export type Answers = readonly (Answer | undefined)[];

/**
 * Has an API server validate objects as if Argo CD applied them, without changing anything: under its field manager the server
 * validates the desired object, and not a mixture with the live one. The typed
 * client is no help here: it drops the fields that it does not know, and those are what this is about.
 *
 * @throws where the server can't be reached in time
 */
export async function dryRun(
  kubeconfig: string,
  context: string | undefined,
  namespace: string,
  objects: readonly KubernetesObject[],
): Promise<Answers> {
  const api = new ApiConnection(accessOf(kubeconfig, context), { answerSeconds: SECONDS });
  try {
    return await withTimeout(SECONDS, () => askAll(api, namespace, objects));
  } finally {
    api.close();
  }
}

async function askAll(api: ApiConnection, namespace: string, objects: readonly KubernetesObject[]): Promise<Answers> {
  // Before the first deployment the namespace does not exist, but any other gives the same answer.
  const exists = (await api.request("GET", `/api/v1/namespaces/${namespace}`)).status !== 404;
  const kinds = new Discovery(api);
  const dryRunOne = async (object: KubernetesObject) => {
    const path = await kinds.pathOf({ ...object, namespace: exists ? namespace : undefined });
    if (path === undefined) return undefined;
    const query = `dryRun=All&fieldValidation=Strict&fieldManager=${ARGOCD_MANAGER}`;
    const one = `${path}/${encodeURIComponent(object.metadata.name)}?${query}&force=true`;
    const answer = await api.request("PATCH", one, object, "application/apply-patch+yaml");
    if (!isUntyped(answer)) return answer;
    // An apply stops at the first field that does not fit the schema; a create reports all of them.
    const created = await api.request("POST", `${path}?${query}`, object);
    return [400, 422].includes(created.status) ? created : answer;
  };
  const limit = pLimit(AT_ONCE);
  return Promise.all(objects.map((object) => limit(() => dryRunOne(object))));
}

function isUntyped({ body }: Answer): boolean {
  return (messageIn(body) ?? "").startsWith("failed to create typed patch object");
}
