import type { KubeConfig, KubernetesObjectApi } from "@kubernetes/client-node";
import type { KubernetesObject } from "../../kube/object";
import type { LiveObject } from "./objects";

type Client = typeof import("@kubernetes/client-node");

/** An object by what identifies it. */
type Wanted = Pick<KubernetesObject, "apiVersion" | "kind" | "metadata">;

/** How often a change is tried that others get in the way of. */
const ATTEMPTS = 10;
/** Looks at many objects at once, but not at all of them. */
const AT_ONCE = 8;

/** What taking over asks of a cluster, for objects of any kind. */
export class Cluster {
  readonly #api: KubernetesObjectApi;

  private constructor(
    private readonly client: Client,
    config: KubeConfig,
  ) {
    this.#api = client.KubernetesObjectApi.makeApiClient(config);
  }

  static async connect(kubeconfig: string, context: string | undefined): Promise<Cluster> {
    const client = await import("@kubernetes/client-node");
    const config = new client.KubeConfig();
    config.loadFromString(kubeconfig);
    if (context !== undefined) config.setCurrentContext(context);
    return new Cluster(client, config);
  }

  /** The object as it is now, if it is there. */
  read({ apiVersion, kind, metadata: { name, namespace = "" } }: Wanted): Promise<LiveObject | undefined> {
    return unlessMissing(() => this.#api.read({ apiVersion, kind, metadata: { name, namespace } }));
  }

  /** All objects of a kind in a namespace; none where the cluster does not know the kind. */
  async list<T extends LiveObject>(apiVersion: string, kind: string, namespace: string): Promise<T[]> {
    const found = await unlessMissing<{ items: T[] }>(() => this.#api.list(apiVersion, kind, namespace));
    // Items of a list do not say what they are.
    return (found?.items ?? []).map((item) => ({ ...item, apiVersion, kind }));
  }

  /** Why an object can't become another one, by what the API server says to a dry run. */
  async rejection(there: LiveObject, wanted: KubernetesObject): Promise<string | undefined> {
    try {
      const metadata = { ...wanted.metadata, resourceVersion: there.metadata.resourceVersion };
      await this.#api.replace({ ...wanted, metadata }, undefined, "All");
      return undefined;
    } catch (error) {
      const { code, body } = error as { code?: number; body?: unknown };
      if (code === 409) return undefined; // It has changed since; that is no reason.
      if (code !== 422 && code !== 400) throw error;
      return messageIn(body);
    }
  }

  /**
   * Changes an object, in the name of a manager of fields. Whoever writes to it meanwhile is not overwritten: then the
   * change is made to what they wrote.
   */
  async update(object: Wanted, change: (now: LiveObject) => LiveObject, manager: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const now = await this.read(object);
      if (now === undefined) return;
      const next: KubernetesObject = change(now);
      if (next === now) return;
      try {
        await this.#api.replace(next, undefined, undefined, manager);
        return;
      } catch (error) {
        if ((error as { code?: number }).code !== 409 || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Sets some fields of an object. */
  async merge(object: KubernetesObject): Promise<void> {
    await this.#api.patch(object, undefined, undefined, undefined, undefined, this.client.PatchStrategy.MergePatch);
  }

  /** Does something for each of many, some at a time. */
  async each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
    const results: R[] = new Array<R>(items.length);
    const queue = items.map((item, index) => ({ item, index }));
    const worker = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) results[next.index] = await work(next.item);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return results;
  }
}

async function unlessMissing<T>(call: () => Promise<unknown>): Promise<T | undefined> {
  try {
    return (await call()) as T;
  } catch (error) {
    if ((error as { code?: number }).code === 404 || /Unrecognized API version and kind/.test(String(error)))
      return undefined;
    throw error;
  }
}

function messageIn(body: unknown): string {
  try {
    const status = (typeof body === "string" ? JSON.parse(body) : body) as { message?: string };
    return status.message ?? "refused";
  } catch {
    return "refused";
  }
}
