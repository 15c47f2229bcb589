import { createReadStream } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { serveGit } from "../git/backend";
import { authorized, route } from "./routes";

/** User name of the sandbox's Git server. */
export const GIT_USER = "sandbox";

/** What the background process serves itself, by the name by which it is halted: Git, and the charts. */
export const CONTENT = "git";

/** Where the server finds what it serves. */
export interface Served {
  readonly git: string;
  readonly charts: string;
  readonly password: string;
  /** Called before a push to the users' repository is taken; what it returns, after. */
  readonly beforePush: () => Promise<() => void>;
}

/**
 * Git host and Helm chart repository of the sandbox, on loopback. The users' repository is private, as theirs is, so
 * that credentials are exercised; the Gateway API's is public and read-only.
 */
export function contentServer({ git, charts, password, beforePush }: Served): Server {
  const server = createServer((req, res) => {
    const { pathname, search } = new URL(req.url ?? "/", "http://localhost");
    const query = search.slice(1);
    const target = route(pathname, query);
    if (target.kind === "chart" && (req.method === "GET" || req.method === "HEAD")) {
      return sendFile(res, join(charts, target.file), req.method === "GET");
    }
    if (target.kind !== "git") return refuse(res, 404, "not found");
    if (target.repository === "gateway-api.git") {
      if (target.writes) return refuse(res, 403, "this repository is read-only");
      return serveGit({ root: git, path: pathname, query }, req, res);
    }
    if (!authorized(req.headers.authorization, GIT_USER, password)) {
      res.setHeader("www-authenticate", 'Basic realm="agentgateway-infra sandbox"');
      return refuse(res, 401, "authentication required");
    }
    const serve = () => serveGit({ root: git, path: pathname, query, user: GIT_USER }, req, res);
    if (!pathname.endsWith("/git-receive-pack")) return serve();
    beforePush().then(
      (afterPush) => {
        res.once("finish", () => res.statusCode === 200 && afterPush());
        serve();
      },
      (error: unknown) => refuse(res, 500, String(error)),
    );
  });
  server.requestTimeout = 0; // A large push may take its time.
  return server;
}

function sendFile(res: ServerResponse, path: string, withBody: boolean): void {
  const file = createReadStream(path);
  file.once("error", () => refuse(res, 404, "not found"));
  file.once("open", () => {
    res.writeHead(200, { "content-type": path.endsWith(".yaml") ? "application/yaml" : "application/gzip" });
    if (withBody) return file.pipe(res);
    file.destroy();
    res.end();
  });
}

function refuse(res: ServerResponse, status: number, reason: string): void {
  res.writeHead(status, { "content-type": "text/plain" });
  res.end(`${reason}\n`);
}

/** Addresses of what the sandbox serves. */
export function contentUrls(port: number) {
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    repository: `${origin}/agentgateway-infra.git`,
    gatewayApi: `${origin}/gateway-api.git`,
    charts: `${origin}/charts`,
    /** The users' repository with the user's name, so that git asks its helper for the password and nobody for a name. */
    push: `http://${GIT_USER}@127.0.0.1:${port}/agentgateway-infra.git`,
  };
}
