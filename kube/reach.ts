import { get as getPlain, type RequestOptions } from "node:http";
import { get } from "node:https";
import { mayAskAgain } from "./busy";
import { clientFor } from "./client";
import { select, type Problem, type Selection } from "./kubeconfig";

/** Seconds that an API server has for an answer. */
const ANSWER_SECONDS = 10;

/** Answers by which a server asks to be asked again. */
const BUSY = [429, 503];

/** An answer of an API server that is none of success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

interface Reply {
  status: number;
  body: string;
  retryAfter: string | undefined;
}

/** Reads from a cluster, with a time limit for each answer: enough to look before anything is changed. */
export class ClusterReader {
  readonly #server: string;
  readonly #options: Promise<RequestOptions>;

  /** @param context default: the kubeconfig's current one */
  constructor(kubeconfig: string, context?: string) {
    const found = select(kubeconfig, context);
    if ("problem" in found) throw new Error(found.problem);
    this.#server = found.cluster.server.replace(/\/+$/, "");
    this.#options = requestOptions(found, kubeconfig);
    // Whoever reads is told.
    this.#options.catch(() => undefined);
  }

  /**
   * What stands at a path of the API, such as `/api/v1/namespaces/default`; nothing where nothing is there.
   *
   * @throws ApiError, or what the network says
   */
  async read<T extends object>(path: string): Promise<T | undefined> {
    const { status, body } = await this.#patiently(path);
    if (status === 404) return undefined;
    const parsed = parseJson(body);
    if (status < 200 || status > 299) throw new ApiError(status, parsed?.message ?? `HTTP ${status}`);
    return parsed as T | undefined;
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

  async #patiently(path: string): Promise<Reply> {
    for (let attempt = 1; ; attempt++) {
      const reply = await inTime(this.#ask(path));
      if (!BUSY.includes(reply.status) || !(await mayAskAgain(attempt, reply.retryAfter))) return reply;
    }
  }

  async #ask(path: string): Promise<Reply> {
    const options = await this.#options;
    return new Promise((resolve, reject) => {
      const url = `${this.#server}${path}`;
      const request = (url.startsWith("https:") ? get : getPlain)(url, options, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
        const retryAfter = response.headers["retry-after"];
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body, retryAfter }));
        response.on("error", reject);
      });
      request.setTimeout(ANSWER_SECONDS * 1000, () => request.destroy());
      request.on("error", reject);
    });
  }
}

/** How a context's user connects. The client library takes as long to load as a preview takes, so only some wait for it. */
async function requestOptions({ cluster, user = {}, context }: Selection, text: string): Promise<RequestOptions> {
  if (user.exec || user.tokenFile || cluster["proxy-url"]) return libraryOptions(text, context);
  const authorization = user.token
    ? `Bearer ${user.token}`
    : user.username && `Basic ${Buffer.from(`${user.username}:${user.password ?? ""}`).toString("base64")}`;
  const options = {
    ca: decoded(cluster["certificate-authority-data"]),
    cert: decoded(user["client-certificate-data"]),
    key: decoded(user["client-key-data"]),
    rejectUnauthorized: cluster["insecure-skip-tls-verify"] !== true,
    servername: cluster["tls-server-name"],
    headers: authorization ? { authorization } : {},
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

async function libraryOptions(text: string, context: string): Promise<RequestOptions> {
  const config = await clientFor(text, context);
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options as Parameters<typeof config.applyToHTTPSOptions>[0]);
  return options;
}

function decoded(base64: string | undefined): Buffer | undefined {
  return base64 ? Buffer.from(base64, "base64") : undefined;
}

function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_SECONDS} s`)), ANSWER_SECONDS * 1000);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

function problemOf(error: Error & { code?: string }, server: string): Problem {
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

function parseJson(text: string): { message?: string } | undefined {
  try {
    return JSON.parse(text) as { message?: string };
  } catch {
    return undefined;
  }
}
