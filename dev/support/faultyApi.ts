import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { request as askSecurely } from "node:https";
import type { AddressInfo } from "node:net";
import { parse, stringify } from "yaml";

/** An answer in place of the server's. */
interface Refusal {
  status: number;
  message: string;
  /** Seconds after which to try again. */
  retryAfter?: number;
}

/** What is done to a request, if anything. */
export type Fault =
  | Refusal
  /** It is passed on so many seconds later. */
  | { late: number }
  /** It is passed on, and the connection ends without an answer. */
  | { unanswered: true };

interface Kubeconfig {
  clusters: [{ name: string; cluster: { server: string; "certificate-authority-data"?: string } }];
  users: [{ name: string; user: { token?: string } & Record<string, string | undefined> }];
}

/** A real API server as its users see it when it is overloaded, slow or broken: a proxy of this process, on loopback. */
export class FaultyApi {
  /** Decides of each request, by method and path. Default: every request is passed on. */
  fault: (method: string, path: string) => Fault | undefined = () => undefined;
  /** How many requests were done something to. */
  faults = 0;
  readonly #server: Server;
  readonly #kubeconfig: Kubeconfig;

  constructor(kubeconfig: string) {
    this.#kubeconfig = parse(kubeconfig) as Kubeconfig;
    this.#server = createServer((incoming, outgoing) => void this.#take(incoming, outgoing));
  }

  /** Begins to listen; answers the kubeconfig that leads here. */
  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const { port } = this.#server.address() as AddressInfo;
    const [{ name }] = this.#kubeconfig.clusters;
    return stringify({
      ...this.#kubeconfig,
      clusters: [{ name, cluster: { server: `http://127.0.0.1:${port}` } }],
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const fault = this.fault(incoming.method ?? "", incoming.url ?? "");
    if (fault) this.faults++;
    if (fault && "status" in fault) return refuse(outgoing, fault);
    if (fault && "late" in fault) await new Promise((resolve) => setTimeout(resolve, fault.late * 1000));
    this.#pass(incoming, outgoing, fault !== undefined && "unanswered" in fault);
  }

  #pass(incoming: IncomingMessage, outgoing: ServerResponse, unanswered: boolean): void {
    const [{ cluster }] = this.#kubeconfig.clusters;
    const [{ user }] = this.#kubeconfig.users;
    const url = new URL(incoming.url ?? "/", cluster.server);
    const upstream = (url.protocol === "https:" ? askSecurely : ask)(url, {
      method: incoming.method,
      headers: {
        ...incoming.headers,
        host: url.host,
        ...(user.token ? { authorization: `Bearer ${user.token}` } : {}),
      },
      ca: decoded(cluster["certificate-authority-data"]),
      cert: decoded(user["client-certificate-data"]),
      key: decoded(user["client-key-data"]),
    });
    upstream.once("response", (response) => {
      if (unanswered) return void incoming.socket.destroy();
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    // Whoever asked has gone, or the server has.
    upstream.once("error", () => incoming.socket.destroy());
    outgoing.once("close", () => upstream.destroy());
    incoming.pipe(upstream);
  }
}

/** Answers as an API server refuses. */
function refuse(outgoing: ServerResponse, { status, message, retryAfter }: Refusal): void {
  outgoing.writeHead(status, {
    "content-type": "application/json",
    ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
  });
  outgoing.end(
    JSON.stringify({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, code: status }),
  );
}

function decoded(base64: string | undefined): Buffer | undefined {
  return base64 ? Buffer.from(base64, "base64") : undefined;
}
