import type { Dispatcher } from "undici";
import { mayAskAgain } from "./busy";
import { clientFor } from "./client";
import { CredentialsError } from "./credentials";
import { select } from "./kubeconfig";
import { parsed } from "./message";

/** Answers by which a server asks to be asked again. */
const BUSY = [429];

/** An API server, and as whom it is asked. */
export interface Access {
  server: string;
  tls: Tls;
  headers: Record<string, string>;
  /** Proxy through which the server is reached. */
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

export interface ConnectionOptions {
  /** Seconds that the server has for each answer, the time to get credentials and to connect included. */
  answerSeconds: number;
  /** Status by which the server asks to be asked again, which is done a few times. Default: 429. */
  busy?: readonly number[];
}

/**
 * Questions to an API server, by the paths of its API. The typed client of the library takes longer to load than a preview
 * takes, and drops the fields that it does not know.
 */
export class ApiConnection {
  readonly #access: Promise<{ access: Access; dispatcher: Dispatcher }>;

  constructor(
    access: Access | Promise<Access>,
    private readonly options: ConnectionOptions,
  ) {
    this.#access = this.#open(access);
    // Whoever asks is told.
    this.#access.catch(() => undefined);
  }

  /**
   * Asks, and again where the server is busy.
   *
   * @throws what the network says, as Node's own client would: by its codes a reader finds help
   */
  async ask(method: Dispatcher.HttpMethod, path: string, object?: unknown, type = "application/json"): Promise<Answer> {
    const { answerSeconds, busy = BUSY } = this.options;
    for (let attempt = 1; ; attempt++) {
      const { retryAfter, ...answer } = await inTime(answerSeconds, (signal) =>
        this.#askOnce(method, path, signal, object, type),
      );
      if (!busy.includes(answer.status) || !(await mayAskAgain(attempt, retryAfter))) return answer;
    }
  }

  /** Ends all connections, and what is asked on them. */
  close(): void {
    this.#access.then(({ dispatcher }) => dispatcher.destroy()).catch(() => undefined);
  }

  async #open(given: Access | Promise<Access>) {
    const access = await given;
    const { Agent, ProxyAgent } = await import("undici");
    const timeout = this.options.answerSeconds * 1000;
    // The API server speaks HTTP/2 too, but there is nothing to be won for a few questions.
    const common = { allowH2: false, headersTimeout: 0, bodyTimeout: 0 };
    const dispatcher = access.proxy
      ? new ProxyAgent({ ...common, uri: access.proxy, requestTls: { ...access.tls, timeout } })
      : new Agent({ ...common, connect: { ...access.tls, timeout } });
    return { access, dispatcher };
  }

  async #askOnce(method: Dispatcher.HttpMethod, path: string, signal: AbortSignal, object: unknown, type: string) {
    const { access, dispatcher } = await this.#access;
    const { request } = await import("undici");
    const headers = {
      accept: "application/json",
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
      throw asNodeSays(error as Error & { code?: string });
    }
  }
}

/**
 * The server of a context of a kubeconfig, and as whom its user asks it.
 *
 * @param context default: the kubeconfig's current one
 * @throws where there is none
 */
export function accessOf(text: string, context?: string): Access | Promise<Access> {
  const found = select(text, context);
  if ("problem" in found) throw new Error(found.problem);
  const { cluster, user = {} } = found;
  const server = cluster.server.replace(/\/+$/, "");
  // The library is waited for only where it has to be: it takes as long to load as a preview takes.
  if (user.exec || user.tokenFile || cluster["proxy-url"])
    return libraryAccess(text, found.context, server).catch((error: Error) => {
      throw user.exec ? new CredentialsError(user.exec.command ?? "", error.message) : error;
    });
  const authorization = user.token
    ? `Bearer ${user.token}`
    : user.username && basic(`${user.username}:${user.password ?? ""}`);
  const tls = {
    ca: decoded(cluster["certificate-authority-data"]),
    cert: decoded(user["client-certificate-data"]),
    key: decoded(user["client-key-data"]),
    rejectUnauthorized: cluster["insecure-skip-tls-verify"] !== true,
    servername: cluster["tls-server-name"],
  };
  return { server, tls: defined(tls), headers: authorization ? { authorization } : {} };
}

/** Gives an answer its time. */
export async function inTime<T>(seconds: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${seconds} s`));
      end.abort();
    }, seconds * 1000);
  });
  return Promise.race([ask(end.signal), late]).finally(() => clearTimeout(timer));
}

async function libraryAccess(text: string, context: string, server: string): Promise<Access> {
  const config = await clientFor(text, context);
  const options: Parameters<typeof config.applyToHTTPSOptions>[0] = {};
  await config.applyToHTTPSOptions(options);
  const { ca, cert, key, rejectUnauthorized, servername, headers, auth } = options as Tls & {
    headers?: Access["headers"];
    auth?: string;
  };
  const proxy = config.getCurrentCluster()?.proxyUrl;
  return {
    server,
    tls: defined({ ca, cert, key, rejectUnauthorized, servername }),
    headers: { ...headers, ...(auth ? { authorization: basic(auth) } : {}) },
    ...(proxy ? { proxy } : {}),
  };
}

/** An error of the connection as Node's own client tells it, and as it stands in messages of ours. */
function asNodeSays(error: Error & { code?: string }): Error {
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
