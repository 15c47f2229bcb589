import { CredentialsError } from "./credentials";
import { messageIn } from "./message";
import { accessOf, ApiConnection, type Answer } from "./request";
import { select, type Problem } from "./kubeconfig";
import { secondsSince } from "./waiting";

/** Seconds that an API server has for an answer. */
const ANSWER_SECONDS = 10;

/** Answers by which a server asks to be asked again. */
const BUSY = [429, 503];

/** Seconds after which credentials that a server refuses may have expired, where the kubeconfig can give others. */
const FRESH_SECONDS = 60;

/** An answer of an API server that is none of success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Reads from a cluster, with a time limit for each answer: enough to look before anything is changed. */
export class ClusterReader {
  readonly #server: string;
  /** Whether the kubeconfig gives other credentials each time: those of a cloud live for minutes. */
  readonly #renewable: boolean;
  readonly #open: () => ApiConnection;
  #api: ApiConnection;
  #openedAt = performance.now();

  /** @param context default: the kubeconfig's current one */
  constructor(kubeconfig: string, context?: string) {
    const found = select(kubeconfig, context);
    if ("problem" in found) throw new Error(found.problem);
    this.#server = found.cluster.server.replace(/\/+$/, "");
    this.#renewable = found.user?.exec !== undefined || found.user?.tokenFile !== undefined;
    this.#open = () => new ApiConnection(accessOf(kubeconfig, context), { answerSeconds: ANSWER_SECONDS, busy: BUSY });
    this.#api = this.#open();
  }

  /**
   * What stands at a path of the API, such as `/api/v1/namespaces/default`; nothing where nothing is there.
   *
   * @throws ApiError, or what the network says
   */
  async read<T extends object>(path: string): Promise<T | undefined> {
    const { status, body } = await this.#ask(path);
    if (status === 404) return undefined;
    assertSuccess({ status, body });
    return typeof body === "object" ? (body as T) : undefined;
  }

  /**
   * What stands at a path that answers in plain text, such as the log of a container.
   *
   * @throws ApiError, or what the network says
   */
  async text(path: string): Promise<string> {
    const answer = await this.#ask(path);
    assertSuccess(answer);
    return typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
  }

  async #ask(path: string): Promise<Answer> {
    const answer = await this.#api.ask("GET", path);
    if (answer.status !== 401 || !this.#renewable || secondsSince(this.#openedAt) < FRESH_SECONDS) return answer;
    [this.#api, this.#openedAt] = [this.#open(), performance.now()];
    return this.#api.ask("GET", path);
  }

  /** Why the cluster can't be used, if so: it does not answer, or does not know who asks. */
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

function assertSuccess({ status, body }: Answer): void {
  if (status < 200 || status > 299) throw new ApiError(status, messageIn(body) ?? `HTTP ${status}`);
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
