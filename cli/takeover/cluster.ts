import type { KubeConfig, KubernetesObjectApi } from "@kubernetes/client-node";
import pLimit from "p-limit";
import { clientFor, patiently, unlessMissing } from "../../kube/client";
import type { Identified, KubernetesObject } from "../../kube/object";
import type { LiveObject } from "../../kube/live";
import { messageIn } from "../../kube/message";

type Client = typeof import("@kubernetes/client-node");

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
    const config = await clientFor(kubeconfig, context);
    return new Cluster(await import("@kubernetes/client-node"), config);
  }

  /** The object as it is now, if it is there. */
  async read({ apiVersion, kind, metadata: { name, namespace = "" } }: Identified): Promise<LiveObject | undefined> {
    const found: unknown = await unlessMissing(() =>
      this.#api.read({ apiVersion, kind, metadata: { name, namespace } }),
    );
    return found as LiveObject | undefined;
  }

  /** All objects of a kind in a namespace; none where the cluster does not know the kind. */
  async list<T extends LiveObject>(apiVersion: string, kind: string, namespace: string): Promise<T[]> {
    const found: unknown = await unlessMissing(() => this.#api.list(apiVersion, kind, namespace));
    // Items of a list do not say what they are.
    return ((found as { items: T[] } | undefined)?.items ?? []).map((item) => ({ ...item, apiVersion, kind }));
  }

  /** Why an object can't become another one, by what the API server says to a dry run. */
  async rejection(there: LiveObject, wanted: KubernetesObject): Promise<string | undefined> {
    try {
      const metadata = { ...wanted.metadata, resourceVersion: there.metadata.resourceVersion };
      await patiently(() => this.#api.replace({ ...wanted, metadata }, undefined, "All"));
      return undefined;
    } catch (error) {
      const { code, body } = error as { code?: number; body?: unknown };
      if (code === 409) return undefined; // It has changed since; that is no reason.
      if (code !== 422 && code !== 400) throw error;
      return messageIn(body) ?? "refused";
    }
  }

  /**
   * Changes an object, in the name of a manager of fields. Whoever writes to it meanwhile is not overwritten: then the
   * change is made to what they wrote.
   */
  async update(object: Identified, change: (now: LiveObject) => LiveObject, manager: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const now = await this.read(object);
      if (now === undefined) return;
      const next: KubernetesObject = change(now);
      if (next === now) return;
      try {
        await patiently(() => this.#api.replace(next, undefined, undefined, manager));
        return;
      } catch (error) {
        if ((error as { code?: number }).code !== 409 || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Sets some fields of an object. */
  async merge(object: KubernetesObject): Promise<void> {
    const { MergePatch } = this.client.PatchStrategy;
    await patiently(() => this.#api.patch(object, undefined, undefined, undefined, undefined, MergePatch));
  }

  /** Does something for each of many, some at a time. */
  each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
    const limit = pLimit(AT_ONCE);
    return Promise.all(items.map((item) => limit(() => work(item))));
  }
}
