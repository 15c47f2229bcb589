import { createServer, request, type Server } from "node:http";
import type { ProcessStatus } from "./spec";

/** What the background process reports about itself. */
export interface DaemonStatus {
  readonly pid: number;
  readonly startedAt: string;
  readonly processes: readonly ProcessStatus[];
}

/** The requests that the background process answers. */
export interface Control {
  status(): DaemonStatus;
  /** Reads the sandbox's files again and makes the running processes be those that they describe. */
  apply(): Promise<void>;
  /** Ends one process, or what the background process itself serves, until it is resumed. */
  halt(name: string): Promise<void>;
  resume(name: string): Promise<void>;
  stop(): Promise<void>;
}

type Request = "/status" | "/apply" | "/stop" | `/halt?${string}` | `/resume?${string}`;

/** The control endpoint: HTTP on a Unix socket inside the private state directory, so its access rights are the file's. */
export function controlServer(control: Control): Server {
  const requests: Record<string, (name: string) => Promise<void>> = {
    "GET /status": () => Promise.resolve(),
    "POST /apply": () => control.apply(),
    "POST /halt": (name) => control.halt(name),
    "POST /resume": (name) => control.resume(name),
    "POST /stop": () => control.stop(),
  };
  return createServer((req, res) => {
    const answer = (status: number, body: unknown) => {
      res.writeHead(status, { "content-type": "application/json", connection: "close" });
      res.end(JSON.stringify(body));
    };
    const { pathname, search } = new URL(req.url ?? "/", "http://localhost");
    const handle = requests[`${req.method} ${pathname}`];
    if (handle === undefined) return answer(404, { error: "there is no such request" });
    handle(decodeURIComponent(search.slice(1))).then(
      () => answer(200, control.status()),
      (error: unknown) => answer(500, { error: error instanceof Error ? error.message : String(error) }),
    );
  });
}

/** Sends a request to the background process; nothing when none is listening. */
export async function requestDaemon(
  socketPath: string,
  method: "GET" | "POST",
  path: Request,
  limitMs: number = 5_000,
): Promise<DaemonStatus | undefined> {
  return new Promise((resolve, reject) => {
    const req = request({ socketPath, method, path, timeout: limitMs }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("error", reject);
      res.on("end", () => {
        const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as DaemonStatus & { error?: string };
        if (res.statusCode === 200) resolve(body);
        else reject(new Error(`the sandbox's background process refused ${path}: ${body.error}`));
      });
    });
    req.once("timeout", () =>
      req.destroy(new Error(`the sandbox's background process did not answer within ${limitMs / 1000} s`)),
    );
    req.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ECONNREFUSED" || error.code === "ECONNRESET") resolve(undefined);
      else reject(error);
    });
    req.end();
  });
}
