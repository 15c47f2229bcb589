import pLimit from "p-limit";
import { versionPath } from "./kinds";
import type { KubernetesObject } from "./object";
import { messageIn } from "./message";
import { accessOf, ApiConnection, inTime, type Answer } from "./request";

/** Seconds until the API server must have answered everything. */
const SECONDS = 15;
const AT_ONCE = 8;

/** The field manager of Argo CD: with it the server judges what will be, and not a mixture with what was. */
const MANAGER = "argocd-controller";

/** What the server answered to each object; nothing for those of a kind that it doesn't serve. */
export type Answers = readonly (Answer | undefined)[];

/**
 * Asks an API server what it would say to objects if Argo CD applied them, without anything being changed. The typed
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
    return await inTime(SECONDS, () => askAll(api, namespace, objects));
  } finally {
    api.close();
  }
}

async function askAll(api: ApiConnection, namespace: string, objects: readonly KubernetesObject[]): Promise<Answers> {
  // Before the first deployment the namespace is not there, but any other judges alike.
  const there = (await api.ask("GET", `/api/v1/namespaces/${namespace}`)).status !== 404;
  const versions = [...new Set(objects.map(({ apiVersion }) => versionPath(apiVersion)))];
  const served = versions.map(async (at) => [at, resources(await api.ask("GET", at))] as const);
  const kinds = new Map(await Promise.all(served));
  const judge = async (object: KubernetesObject) => {
    const at = versionPath(object.apiVersion);
    const resource = kinds.get(at)?.find(({ kind, name }) => kind === object.kind && !name.includes("/"));
    if (resource === undefined) return undefined;
    const within = resource.namespaced ? `/namespaces/${there ? namespace : "default"}` : "";
    const path = `${at}${within}/${resource.name}`;
    const query = `dryRun=All&fieldValidation=Strict&fieldManager=${MANAGER}`;
    const one = `${path}/${encodeURIComponent(object.metadata.name)}?${query}&force=true`;
    const answer = await api.ask("PATCH", one, object, "application/apply-patch+yaml");
    if (!isUntyped(answer)) return answer;
    // An apply stops at the first field that does not fit the schema; a create tells of all of them.
    const created = await api.ask("POST", `${path}?${query}`, object);
    return [400, 422].includes(created.status) ? created : answer;
  };
  const limit = pLimit(AT_ONCE);
  return Promise.all(objects.map((object) => limit(() => judge(object))));
}

function isUntyped({ body }: Answer): boolean {
  return (messageIn(body) ?? "").startsWith("failed to create typed patch object");
}

interface Resource {
  kind: string;
  name: string;
  namespaced: boolean;
}

function resources({ status, body }: Answer): Resource[] {
  return status === 200 ? (body as { resources: Resource[] }).resources : [];
}
