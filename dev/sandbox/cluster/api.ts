import { Agent, request } from "node:https";
import type { ClusterAccess } from "./kubeconfig";

/** An answer of an API server; `body` is parsed JSON where it is JSON. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The little that the sandbox itself asks of an API server. The full client takes half a second to load, which is too
 * long for a background process and for `status`; the summary uses it.
 */
export class KubeApi {
  private readonly agent: Agent;

  /** @param limitMs after which an answer is not waited for any longer */
  constructor(
    private readonly access: ClusterAccess,
    private readonly limitMs = 10_000,
  ) {
    this.agent = new Agent({ ca: access.authority, keepAlive: true, maxSockets: 4 });
  }

  get(path: string): Promise<ApiAnswer> {
    return this.send("GET", path);
  }

  create(path: string, object: unknown): Promise<ApiAnswer> {
    return this.send("POST", path, object);
  }

  /** Server-side apply. A field that the server does not know is an error, where it would only be dropped otherwise. */
  apply(path: string, object: unknown, { dryRun = false } = {}): Promise<ApiAnswer> {
    const query = new URLSearchParams({ fieldManager: "sandbox", force: "true", fieldValidation: "Strict" });
    if (dryRun) query.set("dryRun", "All");
    return this.send("PATCH", `${path}?${query.toString()}`, object, "application/apply-patch+yaml");
  }

  /** Whether there is an object, or any other answer, at a path; nothing when the server cannot tell now. */
  async exists(path: string): Promise<boolean | undefined> {
    try {
      const { status } = await this.get(path);
      return status === 200 ? true : status === 404 ? false : undefined;
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, object?: unknown, type = "application/json"): Promise<ApiAnswer> {
    const body = object === undefined ? undefined : JSON.stringify(object);
    const headers = {
      authorization: `Bearer ${this.access.token}`,
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(body) }),
    };
    return new Promise((resolve, reject) => {
      const req = request(
        new URL(path, this.access.server),
        { method, headers, agent: this.agent, timeout: this.limitMs },
        (res) => {
          const chunks: Buffer[] = [];
          res.on("data", (chunk: Buffer) => chunks.push(chunk));
          res.on("error", reject);
          res.on("end", () =>
            resolve({ status: res.statusCode ?? 0, body: parse(Buffer.concat(chunks).toString("utf8")) }),
          );
        },
      );
      req.once("timeout", () => req.destroy(new Error(`${path}: no answer within ${this.limitMs / 1000} s`)));
      req.once("error", reject);
      req.end(body);
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
