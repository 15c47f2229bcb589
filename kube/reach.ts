import { accessOf } from "./clusterAt";
import { select } from "./kubeconfig";
import type { Problem } from "./selection";
import { problemOf } from "./problem";
import { ApiConnection, ApiError, bodyOf, ifForbidden, messageIn } from "./request";

/** Seconds that an API server has for an answer. */
const ANSWER_SECONDS = 10;

/** Status codes after which a request is retried. */
const BUSY = [429, 503];

const JSON_TYPE = "application/json";
/** Of what an API server can't reduce to its metadata, it sends all. */
const METADATA = `${JSON_TYPE};as=PartialObjectMetadata;g=meta.k8s.io;v=v1,${JSON_TYPE}`;

interface ReadOptions {
  metadataOnly?: boolean;
}

/** Reads from a cluster, with a time limit for each answer: for checks before anything is changed. */
export class ClusterReader {
  readonly #server: string;
  readonly #api: ApiConnection;

  /** @param context default: the kubeconfig's current one */
  constructor(kubeconfig: string, context?: string) {
    const selected = select(kubeconfig, context);
    if ("problem" in selected) throw new Error(selected.problem);
    this.#server = selected.cluster.server.replace(/\/+$/, "");
    this.#api = new ApiConnection(accessOf(kubeconfig, context), { answerSeconds: ANSWER_SECONDS, busy: BUSY });
  }

  /**
   * What is at a path of the API, such as `/api/v1/namespaces/default`; nothing where nothing is there.
   *
   * @param options.metadataOnly without what is beside `metadata`. Default `false`
   * @throws ApiError, or what the network says
   */
  async read<T extends object>(path: string, { metadataOnly = false }: ReadOptions = {}): Promise<T | undefined> {
    const media = metadataOnly ? METADATA : JSON_TYPE;
    return bodyOf<T>(await this.#api.request("GET", path, undefined, undefined, media));
  }

  /**
   * The same for what not everybody may read.
   *
   * @returns nothing where it may not be read
   */
  async readIfAllowed<T extends object>(
    path: string,
    options: ReadOptions = {},
  ): Promise<{ found: T | undefined } | undefined> {
    return this.read<T>(path, options).then((found) => ({ found }), ifForbidden(undefined));
  }

  /**
   * Has the server say what it would do with an object that a field manager applies, with force. Nothing changes.
   *
   * @returns what it says against it; nothing where it would take it
   */
  async dryRunApply(path: string, object: object, manager: string): Promise<string | undefined> {
    const query = `dryRun=All&force=true&fieldManager=${encodeURIComponent(manager)}`;
    const { status, body } = await this.#api.request(
      "PATCH",
      `${path}?${query}`,
      object,
      "application/apply-patch+yaml",
    );
    return status < 300 ? undefined : (messageIn(body) ?? `HTTP ${status}`);
  }

  /** Why the cluster can't be used, if so: it does not answer, or does not accept the credentials. */
  async problem(): Promise<Problem | undefined> {
    try {
      await this.read("/version");
      return undefined;
    } catch (error) {
      // Who is known but may not see this is not therefore refused what matters.
      if (error instanceof ApiError && error.status === 403) return undefined;
      return this.explain(error as Error);
    }
  }

  /** What it means that a read failed. */
  explain(error: Error & { code?: string }): Problem {
    return problemOf(error, this.#server);
  }
}
