import { readFile } from "node:fs/promises";
import type { Dispatcher } from "undici";
import { mayRetry } from "./retry";
import { environmentProxy } from "./environmentProxy";
import { execCredential } from "./execCredential";
import { from, originOf, type Origin } from "./origin";
import type { Problem, Selection } from "./selection";

/** Status codes after which a request is retried. */
const BUSY = [429];

/** An API server, and the credentials for it. */
export interface Access {
  server: string;
  tls: Tls;
  headers: Record<string, string>;
  /** Proxy through which the server is reached. Default: that of the environment, if any. */
  proxy?: string;
}

interface Tls {
  ca?: string | Buffer;
  cert?: string | Buffer;
  key?: string | Buffer;
  rejectUnauthorized?: boolean;
  servername?: string;
}

/** An answer of an API server; `body` is parsed JSON where it is JSON: a proxy between may answer in HTML. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** An answer of an API server that is not one of success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** For `catch`: what the user may not do counts as something else. */
export function ifForbidden<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof ApiError && error.status === 403) return instead;
    throw error;
  };
}

export interface ConnectionOptions {
  /** Seconds that the server has for each answer, the time to connect included. A program that has credentials has its own. */
  answerSeconds: number;
  /** Status codes after which a request is retried a few times. Default: 429. */
  busy?: readonly number[];
  /** Path of the kubeconfig in the configuration, by which messages name it. */
  kubeconfig?: string;
}

/** Media types of what is sent, and of what is to come back. */
interface Media {
  type: string;
  accept: string;
}

interface Opened {
  access: Access;
  dispatcher: Dispatcher;
}

/**
 * Requests to an API server, by the paths of its API. The typed client of the library takes longer to load than a preview
 * takes, and drops the fields that it does not know.
 */
export class ApiConnection {
  #opened?: Promise<Opened> | undefined;
  #current?: Opened | undefined;

  /** @param access a function is called at the first request, and again when the credentials have expired */
  constructor(
    private readonly access: Access | Promise<Access> | (() => Access | Promise<Access>),
    private readonly options: ConnectionOptions,
  ) {
    // A promise that fails before the first request must not end the process.
    if (access instanceof Promise) access.catch(() => undefined);
  }

  /**
   * Sends a request, and retries it while the server is busy.
   *
   * @throws what the network says, as Node's own client would: by its codes a reader finds help
   */
  async request(
    method: Dispatcher.HttpMethod,
    path: string,
    object?: unknown,
    type = "application/json",
    accept = "application/json",
  ): Promise<Answer> {
    try {
      const answer = await this.#retried(method, path, object, { type, accept });
      return from(this.#origin(), answer);
    } catch (error) {
      throw from(this.#origin(), error as Error);
    }
  }

  async #retried(method: Dispatcher.HttpMethod, path: string, object: unknown, media: Media): Promise<Answer> {
    const { answerSeconds, busy = BUSY } = this.options;
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const opened = await this.#opening();
      const { retryAfter, ...answer } = await withTimeout(answerSeconds, (signal) =>
        requestOnce(opened, method, path, signal, object, media),
      );
      if (answer.status === 401 && typeof this.access === "function" && !renewed) {
        renewed = true;
        this.#forget(opened);
        continue;
      }
      if (!busy.includes(answer.status) || !(await mayRetry(attempt, retryAfter))) return answer;
    }
  }

  /** Closes all connections, and aborts the requests on them. */
  close(): void {
    this.#opened?.then(({ dispatcher }) => dispatcher.destroy()).catch(() => undefined);
  }

  #origin(): Origin {
    const server = this.#current?.access.server;
    const { kubeconfig } = this.options;
    return { ...(server !== undefined && { server }), ...(kubeconfig !== undefined && { kubeconfig }) };
  }

  /** Has the next request log in again; those that are under way go on. */
  #forget(opened: Opened): void {
    if (this.#current !== opened) return;
    this.#opened = this.#current = undefined;
    void opened.dispatcher.close();
  }

  /** Credentials that could not be had are asked for again with the next request. */
  async #opening(): Promise<Opened> {
    const opening = (this.#opened ??= this.#open());
    return opening.catch((error: unknown) => {
      if (this.#opened === opening) this.#opened = undefined;
      throw error;
    });
  }

  async #open(): Promise<Opened> {
    const access = await (typeof this.access === "function" ? this.access() : this.access);
    const { Agent, ProxyAgent } = await import("undici");
    const timeout = this.options.answerSeconds * 1000;
    // The API server speaks HTTP/2 too, but there is nothing to gain for a few requests.
    const common = { allowH2: false, headersTimeout: 0, bodyTimeout: 0 };
    const proxy = access.proxy ?? environmentProxy(access.server);
    const dispatcher = proxy
      ? new ProxyAgent({ ...common, uri: proxy, requestTls: { ...access.tls, timeout } })
      : new Agent({ ...common, connect: { ...access.tls, timeout } });
    return (this.#current = { access, dispatcher });
  }
}

async function requestOnce(
  { access, dispatcher }: Opened,
  method: Dispatcher.HttpMethod,
  path: string,
  signal: AbortSignal,
  object: unknown,
  { type, accept }: Media,
) {
  const { request } = await import("undici");
  const headers = {
    accept,
    ...access.headers,
    ...(object === undefined ? {} : { "content-type": type }),
  };
  const body = object === undefined ? undefined : JSON.stringify(object);
  try {
    const response = await request(`${access.server}${path}`, { method, headers, body, dispatcher, signal });
    const retryAfter = response.headers["retry-after"];
    const text = await response.body.text();
    return {
      status: response.statusCode,
      body: parsed(text),
      retryAfter: typeof retryAfter === "string" ? retryAfter : undefined,
    };
  } catch (error) {
    throw asNodeError(error as Error & { code?: string });
  }
}

/**
 * The server that a kubeconfig leads to, and its user's credentials. May run the program that has them.
 *
 * @throws where it leads nowhere; CredentialsError where the program gives none
 */
export async function accessTo(selected: Selection | Problem): Promise<Access> {
  if ("problem" in selected) throw new Error(selected.problem);
  const { cluster, user = {} } = selected;
  const status = user.exec && (await execCredential(user.exec, cluster));
  const tls = {
    ca: decoded(cluster["certificate-authority-data"]),
    cert: status?.clientCertificateData ?? decoded(user["client-certificate-data"]),
    key: status?.clientKeyData ?? decoded(user["client-key-data"]),
    rejectUnauthorized: cluster["insecure-skip-tls-verify"] !== true,
    servername: cluster["tls-server-name"],
  };
  const token = status?.token ?? user.token ?? (user.tokenFile && (await readFile(user.tokenFile, "utf8")).trim());
  const authorization = token ? `Bearer ${token}` : user.username && basic(`${user.username}:${user.password ?? ""}`);
  const proxy = cluster["proxy-url"];
  return {
    server: cluster.server.replace(/\/+$/, ""),
    tls: defined(tls),
    headers: authorization ? { authorization } : {},
    ...(proxy && { proxy }),
  };
}

/** Fails a request that takes longer than some seconds. */
export async function withTimeout<T>(seconds: number, request: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${seconds} s`));
      end.abort();
    }, seconds * 1000);
  });
  return Promise.race([request(end.signal), late]).finally(() => clearTimeout(timer));
}

/** An error of the connection as Node's own client reports it, and as our messages have it. */
function asNodeError(error: Error & { code?: string }): Error {
  if (error.code !== "UND_ERR_SOCKET") return error;
  return Object.assign(new Error("socket hang up", { cause: error }), { code: "ECONNRESET" });
}

function basic(auth: string): string {
  return `Basic ${Buffer.from(auth).toString("base64")}`;
}

function defined(tls: Tls): Tls {
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
}

function decoded(base64: string | undefined): Buffer | undefined {
  return base64 ? Buffer.from(base64, "base64") : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What an answer of the API server says, where it is a Status: parsed, or still its text. */
export function messageIn(body: unknown): string | undefined {
  const { message } = ((typeof body === "string" ? parsed(body) : body) ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : undefined;
}

/**
 * What a successful answer holds; nothing where the server has nothing at that path.
 *
 * @throws ApiError for every other answer
 */
export function bodyOf<T extends object>(answer: Answer): T | undefined {
  const { status, body } = answer;
  if (status === 404) return undefined;
  if (status < 200 || status > 299) {
    const error = new ApiError(status, messageIn(body) ?? `HTTP ${status}`);
    throw from(originOf(answer) ?? {}, error);
  }
  return typeof body === "object" ? (body as T) : undefined;
}
