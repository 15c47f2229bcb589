import pLimit from "p-limit";
import { Discovery } from "./discovery";
import type { LiveObject } from "./live";
import type { KubernetesObject } from "./object";
import { refOf, type ObjectRef } from "./ref";
import { ApiConnection, ApiError, bodyOf, type Access } from "./request";

/** By this name the API server remembers what this program has set. */
/** The field manager of what this program applies itself. */
export const FIELD_MANAGER = "agentgateway-infra";
/** Seconds that the API server has for an answer: of all objects of a kind, it may be megabytes. */
const ANSWER_SECONDS = 30;
/** Requests that are under way at the same time. */
const AT_ONCE = 8;
/** How often a change is tried that conflicts with changes of others. */
const ATTEMPTS = 10;

/** A kind of objects, in one namespace where it has any. */
export type ObjectKind = Omit<ObjectRef, "name">;

/** An event of a watch. */
interface Event {
  type: string;
  object: LiveObject;
}

/** A kind by its names in the API. */
export interface ApiResource {
  /** Empty for the core. */
  group: string;
  plural: string;
}

/** Objects of any kind in a cluster, as the API server has them: no field is dropped or converted. */
export class Cluster {
  readonly #api: ApiConnection;
  readonly #kinds: Discovery;
  readonly #limit = pLimit(AT_ONCE);

  /**
   * @param access called at the first request, and again when the credentials have expired
   * @param path of the kubeconfig in the configuration, by which messages name it
   */
  constructor(access: () => Access | Promise<Access>, path?: string) {
    this.#api = new ApiConnection(access, { answerSeconds: ANSWER_SECONDS, ...(path && { kubeconfig: path }) });
    this.#kinds = new Discovery(this.#api);
  }

  /** An object as it is now; nothing where it is not there, or the cluster does not serve its kind. */
  async read(ref: ObjectRef): Promise<LiveObject | undefined> {
    const path = await this.#kinds.pathOf(ref);
    return path === undefined ? undefined : bodyOf<LiveObject>(await this.#api.request("GET", `${path}/${ref.name}`));
  }

  /** Objects in their order, each undefined where {@link read} finds nothing. */
  readAll(refs: readonly ObjectRef[]): Promise<(LiveObject | undefined)[]> {
    return this.each(refs, (ref) => this.read(ref));
  }

  /**
   * All objects of a kind; none where the cluster does not serve it.
   *
   * @param labelSelector default: whatever their labels
   */
  list<T extends object = LiveObject>(kind: ObjectKind, labelSelector?: string): Promise<T[]> {
    return this.select<T>(kind, labelSelector === undefined ? {} : { labelSelector });
  }

  /** All objects of a kind in all namespaces; none where the cluster does not serve it. */
  async listEverywhere<T extends object = LiveObject>(kind: Omit<ObjectKind, "namespace">): Promise<T[]> {
    return this.#listAt<T>(kind, await this.#kinds.pathOf(kind, { everywhere: true }));
  }

  /** Objects of a kind by the query parameters of the API, such as `fieldSelector` and `limit`. */
  async select<T extends object = LiveObject>(kind: ObjectKind, query: Record<string, string>): Promise<T[]> {
    return this.#listAt<T>(kind, await this.#kinds.pathOf(kind), query);
  }

  async #listAt<T extends object>(
    kind: Omit<ObjectKind, "namespace">,
    path: string | undefined,
    query: Record<string, string> = {},
  ): Promise<T[]> {
    if (path === undefined) return [];
    const text = Object.keys(query).length === 0 ? "" : `?${new URLSearchParams(query).toString()}`;
    const list = bodyOf<{ items: T[] }>(await this.#api.request("GET", `${path}${text}`));
    // Items of a list do not say what they are.
    return (list?.items ?? []).map((item) => ({ ...item, apiVersion: kind.apiVersion, kind: kind.kind }));
  }

  /**
   * The states that an object has had since one of them, within a second: none is missed. Nothing where the API server does not
   * keep them any more.
   *
   * @param resourceVersion of that one
   */
  async statesSince({ name, ...kind }: ObjectRef, resourceVersion: string): Promise<LiveObject[] | undefined> {
    const path = await this.#kinds.pathOf(kind);
    if (path === undefined) return undefined;
    const query = { watch: "true", timeoutSeconds: "1", fieldSelector: `metadata.name=${name}`, resourceVersion };
    const answer = await this.#api.request("GET", `${path}?${new URLSearchParams(query).toString()}`);
    if (answer.status === 410) return undefined;
    bodyOf(answer);
    // One event was parsed, as one object; several are a line each.
    const lines = typeof answer.body === "string" ? answer.body.split("\n").filter(Boolean) : [];
    const events = (
      typeof answer.body === "string" ? lines.map((line) => JSON.parse(line) as Event) : [answer.body]
    ) as Event[];
    return events.some(({ type }) => type === "ERROR") ? undefined : events.map(({ object }) => object);
  }

  /** The version of a group that the cluster prefers, such as `apps/v1`; nothing where it does not serve the group. */
  async preferredVersion(group: string): Promise<string | undefined> {
    return (await this.#kinds.preferredVersion(group))?.replace(/^\/apis?\//, "");
  }

  /** Names of the objects in a namespace, by what the API calls them in paths. */
  async namesOf({ group, plural }: ApiResource, namespace: string): Promise<string[]> {
    const version = await this.#kinds.preferredVersion(group);
    if (version === undefined) return [];
    const answer = await this.#api.request("GET", `${version}/namespaces/${namespace}/${plural}`);
    return (bodyOf<{ items: LiveObject[] }>(answer)?.items ?? []).map(({ metadata }) => metadata.name);
  }

  /**
   * The last lines that a container of a pod wrote.
   *
   * @param previous of its run before the current one
   */
  async log(
    pod: { namespace: string; name: string },
    container: string,
    lines: number,
    previous: boolean,
  ): Promise<string> {
    const query = new URLSearchParams({ container, tailLines: String(lines), previous: String(previous) });
    const path = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/log?${query.toString()}`;
    const answer = await this.#api.request("GET", path);
    bodyOf(answer);
    // A line that is JSON was parsed.
    return typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
  }

  /**
   * Applies an object on the server.
   *
   * @param options.force takes fields from others. Default `false`
   * @throws ApiError of status 409 where another manager has set a field differently, and that is not forced
   */
  async apply(object: KubernetesObject, { manager = FIELD_MANAGER, force = false } = {}): Promise<void> {
    const query = { fieldManager: manager, force: String(force) };
    await this.#write("PATCH", object, query, "application/apply-patch+yaml");
  }

  /** Sets some fields of an object, by a JSON merge patch. Nothing happens where the object is not there. */
  async merge(object: KubernetesObject, manager = FIELD_MANAGER): Promise<void> {
    await this.#write("PATCH", object, { fieldManager: manager }, "application/merge-patch+json");
  }

  /**
   * Deletes an object; what it owns follows. Nothing happens where it is not there.
   *
   * @param options.dryRun the API server only says whether it would. Default `false`
   * @param options.uid of the object that is meant: another one of its name is not deleted. Default: whichever it is
   * @throws ApiError where it refuses, such as by an admission policy
   */
  async remove(ref: ObjectRef, { dryRun = false, uid }: { dryRun?: boolean; uid?: string } = {}): Promise<void> {
    const path = await this.#kinds.pathOf(ref);
    if (path === undefined) return;
    const options = uid === undefined ? undefined : { preconditions: { uid } };
    bodyOf(await this.#api.request("DELETE", `${path}/${ref.name}${dryRun ? "?dryRun=All" : ""}`, options));
  }

  /**
   * Changes an object, in the name of a field manager. What others write in the meantime is not overwritten: the change
   * is made again, to what they wrote.
   *
   * @param change returns its argument where nothing is to be changed
   */
  async update(ref: ObjectRef, change: (live: LiveObject) => LiveObject, manager: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const live = await this.read(ref);
      if (live === undefined) return;
      const next: KubernetesObject = change(live);
      if (next === live) return;
      try {
        return await this.#write("PUT", next, { fieldManager: manager });
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 409) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Why a live object can't become another one, by what the API server says to a dry run; nothing where it can. */
  async rejection(live: LiveObject, desired: KubernetesObject): Promise<string | undefined> {
    const metadata = { ...desired.metadata, resourceVersion: live.metadata.resourceVersion };
    try {
      await this.#write("PUT", { ...desired, metadata }, { dryRun: "All" });
      return undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 409) return undefined; // It has changed since; that is no reason.
      if (error.status !== 422 && error.status !== 400) throw error;
      return error.message;
    }
  }

  /** Does something for each of many, some at a time. */
  each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
    return Promise.all(items.map((item) => this.#limit(() => work(item))));
  }

  async #write(method: "PUT" | "PATCH", object: KubernetesObject, query: Record<string, string>, type?: string) {
    const path = await this.#kinds.pathOf(refOf(object));
    if (path === undefined) throw new Error(`the cluster does not serve ${object.kind} of ${object.apiVersion}`);
    const url = `${path}/${object.metadata.name}?${new URLSearchParams(query).toString()}`;
    bodyOf(await this.#api.request(method, url, object, type));
  }
}
