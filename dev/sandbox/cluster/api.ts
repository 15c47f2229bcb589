import pLimit from "p-limit";
import { ApiConnection, type Answer } from "../../../kube/request";
import type { ClusterAccess } from "./kubeconfig";

/** The few requests that the sandbox itself sends to an API server. Whoever waits for one that starts repeats them. */
export class KubeApi {
  readonly #api: ApiConnection;
  /** Few connections, which stay open. A question that waits for one has its time still before it. */
  readonly #limit = pLimit(4);

  /** @param limitMs after which an answer is not waited for any longer */
  constructor({ server, authority, token }: ClusterAccess, limitMs = 10_000) {
    this.#api = new ApiConnection(
      { server, tls: { ca: authority }, headers: { authorization: `Bearer ${token}` } },
      { answerSeconds: limitMs / 1000, busy: [] },
    );
  }

  get(path: string): Promise<Answer> {
    return this.#send("GET", path);
  }

  create(path: string, object: unknown): Promise<Answer> {
    return this.#send("POST", path, object);
  }

  /** Server-side apply. A field that the server does not know is an error, where it would only be dropped otherwise. */
  apply(path: string, object: unknown, { dryRun = false } = {}): Promise<Answer> {
    const query = new URLSearchParams({ fieldManager: "sandbox", force: "true", fieldValidation: "Strict" });
    if (dryRun) query.set("dryRun", "All");
    return this.#send("PATCH", `${path}?${query.toString()}`, object, "application/apply-patch+yaml");
  }

  /** Whether there is an object, or any other answer, at a path; nothing when the server cannot answer now. */
  async exists(path: string): Promise<boolean | undefined> {
    try {
      const { status } = await this.get(path);
      return status === 200 ? true : status === 404 ? false : undefined;
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.#api.close();
  }

  /** A failure names the request. */
  async #send(...[method, path, ...rest]: Parameters<ApiConnection["request"]>): Promise<Answer> {
    try {
      return await this.#limit(() => this.#api.request(method, path, ...rest));
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
    }
  }
}
