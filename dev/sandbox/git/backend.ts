import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gitEnvironment } from "../../../core/git";

/** A request to a repository that is let in. */
export interface GitRequest {
  readonly root: string;
  /** Path under the root: `/agentgateway-infra.git/info/refs`. */
  readonly path: string;
  readonly query: string;
  /** Who sends the request; nobody may only read. */
  readonly user?: string;
}

/** Answers a request of git's smart HTTP protocol by `git http-backend`, which speaks CGI (RFC 3875). */
export function serveGit(request: GitRequest, req: IncomingMessage, res: ServerResponse): void {
  const child = spawn("git", ["http-backend"], { env: cgiEnvironment(request, req), stdio: ["pipe", "pipe", "pipe"] });
  const errors: Buffer[] = [];
  let head: Buffer | undefined = Buffer.alloc(0);

  child.once("error", () => fail(res, "git could not be started"));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  child.stdin.on("error", () => undefined); // It may end before it has read everything, on a refused push.
  req.pipe(child.stdin);
  res.once("close", () => child.kill());

  child.stdout.on("data", (chunk: Buffer) => {
    if (head === undefined) return void write(chunk);
    head = Buffer.concat([head, chunk]);
    const parsed = parseHead(head);
    if (parsed === undefined) return;
    head = undefined;
    res.writeHead(parsed.status, parsed.headers);
    write(parsed.body);
  });
  child.stdout.once("end", () => {
    if (head === undefined) res.end();
    else fail(res, Buffer.concat(errors).toString("utf8"));
  });

  function write(chunk: Buffer): void {
    if (res.write(chunk)) return;
    child.stdout.pause();
    res.once("drain", () => child.stdout.resume());
  }
}

/** Meta-variables of the request. http-backend inflates gzip itself; without a length it reads to the end. */
export function cgiEnvironment(
  request: GitRequest,
  req: Pick<IncomingMessage, "method" | "headers">,
): NodeJS.ProcessEnv {
  const header = (name: string) => [req.headers[name]].flat()[0];
  const optional = {
    CONTENT_TYPE: header("content-type"),
    CONTENT_LENGTH: header("content-length"),
    HTTP_CONTENT_ENCODING: header("content-encoding"),
    GIT_PROTOCOL: header("git-protocol"),
    REMOTE_USER: request.user,
  };
  return {
    ...gitEnvironment(),
    GIT_PROJECT_ROOT: request.root,
    GIT_HTTP_EXPORT_ALL: "1",
    REQUEST_METHOD: req.method,
    PATH_INFO: request.path,
    QUERY_STRING: request.query,
    REMOTE_ADDR: "127.0.0.1",
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

/** Status, headers and the beginning of the body of a CGI answer; nothing while its head is incomplete. */
export function parseHead(
  answer: Buffer,
): { status: number; headers: Record<string, string>; body: Buffer } | undefined {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const fields = answer
    .subarray(0, end)
    .toString("latin1")
    .split("\r\n")
    .map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    });
  const { Status: status = "200", ...headers } = Object.fromEntries(fields);
  return { status: parseInt(status, 10), headers, body: answer.subarray(end + 4) };
}

function fail(res: ServerResponse, reason: string): void {
  if (!res.headersSent) res.writeHead(500, { "content-type": "text/plain" });
  res.end(reason);
}
