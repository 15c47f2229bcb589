import { CredentialsError } from "./credentials";
import { accessOf, ApiConnection, ApiError, bodyOf } from "./request";
import { select, type Problem } from "./kubeconfig";

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

function problemOf(error: Error & { code?: string }, server: string): Problem {
  if (error instanceof CredentialsError) return error.problem;
  if (error instanceof ApiError && error.status === 401) {
    return {
      problem: `has credentials that ${server} does not accept`,
      remedy: "They have expired or were revoked: store a new kubeconfig.",
    };
  }
  if (error instanceof ApiError) {
    return {
      problem: `leads to ${server}, which answers ${error.status}: ${error.message}`,
      remedy: "It is overloaded or not well: see to the cluster, then try again.",
    };
  }
  if (/^CERT_(NOT_YET_VALID|HAS_EXPIRED)$/.test(error.code ?? "")) {
    return {
      problem: `leads to ${server}, whose certificate is not valid at ${new Date().toISOString()} (${error.code})`,
      remedy: "Check the clock of this machine. Where it is right, renew the certificate.",
    };
  }
  const reason = error.code ?? error.message.trim().split("\n")[0];
  if (/CERT|SIGNATURE|SELF_SIGNED|TLS/.test(error.code ?? "")) {
    return {
      problem: `does not trust the certificate of ${server} (${reason})`,
      remedy: "Its certificate-authority-data must be the one of this API server.",
    };
  }
  return {
    problem: `leads to ${server}, which can't be reached from here (${reason})`,
    remedy: "Check the address, the network (VPN, firewall) and that the cluster runs.",
  };
}
