import { request as overHttp } from "node:http";
import { request as overHttps, type RequestOptions } from "node:https";
import { text } from "node:stream/consumers";
import type { KubernetesObject } from "./object";
import { clientFor } from "./client";

/** Seconds until the API server must have answered everything. */
const SECONDS = 15;
const AT_ONCE = 8;

/** The field manager of Argo CD: with it the server judges what will be, and not a mixture with what was. */
const MANAGER = "argocd-controller";

/** An answer of the API server. */
export interface Answer {
  status: number;
  body: unknown;
}

type Ask = (method: string, path: string, body?: object) => Promise<Answer>;

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
  const ask = await connection(kubeconfig, context);
  // Before the first deployment the namespace is not there, but any other judges alike.
  const there = (await ask("GET", `/api/v1/namespaces/${namespace}`)).status !== 404;
  const kinds = new Map(
    await Promise.all(
      [...new Set(objects.map(({ apiVersion }) => root(apiVersion)))].map(
        async (at) => [at, resources(await ask("GET", at))] as const,
      ),
    ),
  );
  return inBatches(objects, async (object) => {
    const at = root(object.apiVersion);
    const resource = kinds.get(at)?.find(({ kind, name }) => kind === object.kind && !name.includes("/"));
    if (resource === undefined) return undefined;
    const within = resource.namespaced ? `/namespaces/${there ? namespace : "default"}` : "";
    const path = `${at}${within}/${resource.name}`;
    const query = `dryRun=All&fieldValidation=Strict&fieldManager=${MANAGER}`;
    const answer = await ask(
      "PATCH",
      `${path}/${encodeURIComponent(object.metadata.name)}?${query}&force=true`,
      object,
    );
    if (!isUntyped(answer)) return answer;
    // An apply stops at the first field that does not fit the schema; a create tells of all of them.
    const created = await ask("POST", `${path}?${query}`, object);
    return [400, 422].includes(created.status) ? created : answer;
  });
}

function isUntyped({ body }: Answer): boolean {
  return ((body as { message?: string }).message ?? "").startsWith("failed to create typed patch object");
}

interface Resource {
  kind: string;
  name: string;
  namespaced: boolean;
}

function root(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function resources({ status, body }: Answer): Resource[] {
  return status === 200 ? (body as { resources: Resource[] }).resources : [];
}

async function connection(kubeconfig: string, context: string | undefined): Promise<Ask> {
  const config = await clientFor(kubeconfig, context);
  const server = config.getCurrentCluster()?.server ?? "";
  const access: RequestOptions = {};
  await config.applyToHTTPSOptions(access);
  const signal = AbortSignal.timeout(SECONDS * 1000);
  const send = server.startsWith("http:") ? overHttp : overHttps;
  return async (method, path, body) => {
    const headers =
      body === undefined
        ? {}
        : { "Content-Type": method === "PATCH" ? "application/apply-patch+yaml" : "application/json" };
    const options = { ...access, method, signal, headers: { ...access.headers, ...headers } };
    const { status, answer } = await new Promise<{ status: number; answer: string }>((resolve, reject) => {
      const sent = send(`${server.replace(/\/+$/, "")}${path}`, options, (response) => {
        text(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer }), reject);
      });
      sent.on("error", reject).end(body && JSON.stringify(body));
    });
    return { status, body: parsed(answer) };
  };
}

/** A proxy between may answer in HTML. */
function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return answer;
  }
}

async function inBatches<T, R>(items: readonly T[], make: (item: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    made.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(make))));
  }
  return made;
}
