import { select, type Problem } from "./kubeconfig";
import { problemOf } from "./problem";
import { accessOf, ApiConnection, ApiError, bodyOf, ifForbidden } from "./request";

/** Seconds that an API server has for an answer. */
const ANSWER_SECONDS = 10;

/** Status codes after which a request is retried. */
const BUSY = [429, 503];

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
   * @throws ApiError, or what the network says
   */
  async read<T extends object>(path: string): Promise<T | undefined> {
    return bodyOf<T>(await this.#api.request("GET", path));
  }

  /**
   * The same for what not everybody may read.
   *
   * @returns nothing where it may not be read
   */
  async readIfAllowed<T extends object>(path: string): Promise<{ found: T | undefined } | undefined> {
    return this.read<T>(path).then((found) => ({ found }), ifForbidden(undefined));
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
